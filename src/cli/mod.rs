//! Commands and their arguments. Summaries go to standard error, data to standard output; exit
//! codes are 0 fine, 1 content or environment problem, 2 wrong usage, 130 interrupted.

/// Prints a line to standard error.
macro_rules! say {
    ($($part:tt)*) => {
        $crate::cli::say_line(&format!($($part)*))
    };
}

mod build;
mod check;
mod init;
mod pack;
mod quiz;
mod report;
mod serve;
mod translations;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{CommandFactory, Parser, Subcommand};

use keyward::diagnostic::{code, nearest};
use keyward::error::Error;
use keyward::pipeline::Options;
use keyward::watch::Method;
use keyward::{config, content, emit, hosting};
use report::Format;

/// Turns a folder of Markdown into a static, multilingual knowledge base and training site.
#[derive(Debug, Parser)]
#[command(name = "keyward", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a small complete book.
    Init {
        /// The folder of the new book.
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
    /// Build the site into a folder.
    Build {
        #[command(flatten)]
        book: Book,
        /// The folder of the site, relative to the current folder.
        #[arg(short, long, value_name = "OUT")]
        dest_dir: Option<PathBuf>,
        /// Leave pages with errors out instead of publishing nothing.
        #[arg(long)]
        keep_going: bool,
        /// Write `.gz` and `.br` beside text files, for servers that send them.
        #[arg(long)]
        compress: bool,
        /// Add a page with the answers beside each quiz, for trainers.
        #[arg(long)]
        trainer: bool,
        /// Add the language `en-XA`: accented, longer words in brackets, in which what is not
        /// translatable or has too little room shows.
        #[arg(long)]
        pseudo: bool,
        /// Show how long each phase took, to the millisecond.
        #[arg(long)]
        timings: bool,
        /// Print findings only.
        #[arg(short, long)]
        quiet: bool,
    },
    /// Build in memory, serve, and follow each save.
    Serve {
        #[command(flatten)]
        book: Book,
        /// Port to listen on.
        #[arg(short, long, default_value_t = 3000)]
        port: u16,
        /// Name or address to listen on.
        #[arg(short = 'n', long, default_value = "127.0.0.1")]
        hostname: String,
        /// Open the site in a browser.
        #[arg(short, long)]
        open: bool,
        /// How changes are noticed; `poll` for network drives.
        #[arg(long, value_enum, default_value_t = Method::Native)]
        watcher: Method,
    },
    /// Say what is wrong with the book, without writing anything.
    Check {
        #[command(flatten)]
        book: Book,
        /// Warnings fail as errors do.
        #[arg(long)]
        strict: bool,
        /// Ask also for what a release needs: checks that are not overdue, filled national places.
        #[arg(long)]
        release: bool,
        /// Make the mends that can only be meant one way.
        #[arg(long)]
        fix: bool,
        /// Form of the findings.
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Pack the site into a zip for others, or check a zip that came from others.
    Pack {
        #[command(flatten)]
        book: Book,
        /// The zip; the book's `id` with `.zip` without it. With `--single-file`, the folder.
        #[arg(short, long, value_name = "FILE.zip")]
        output: Option<PathBuf>,
        /// Make one HTML file of each language instead, which needs no other file.
        #[arg(long, conflicts_with = "since")]
        single_file: bool,
        /// A former zip; the change sheet then names what changed.
        #[arg(long, value_name = "OLD.zip")]
        since: Option<PathBuf>,
        /// Check this zip instead, without unpacking it.
        #[arg(long, value_name = "FILE.zip", conflicts_with_all = ["output", "since", "single_file", "dir", "drafts", "site_url"])]
        verify: Option<PathBuf>,
    },
    /// Say which translations are fresh, stale or missing, and exchange texts with translators.
    #[command(args_conflicts_with_subcommands = true)]
    Translations {
        #[command(flatten)]
        book: Book,
        /// Form of the report.
        #[arg(long, value_enum, default_value_t = translations::Format::Table)]
        format: translations::Format,
        /// Exit with 1 where a translation is stale, or missing.
        #[arg(long, value_enum, value_name = "STATE")]
        fail_on: Option<translations::FailOn>,
        #[command(subcommand)]
        action: Option<translations::Action>,
    },
    /// Work on the files of quizzes.
    Quiz {
        #[command(subcommand)]
        action: QuizAction,
    },
    /// Print the configuration of a web server for the site.
    Hosting {
        /// The server.
        #[arg(value_parser = PossibleValuesParser::new(
            hosting::SERVERS.iter().map(|server| PossibleValue::new(server.name).help(server.about))
        ))]
        server: String,
        /// The address at which the site will stand.
        #[arg(long, value_name = "URL")]
        site_url: Option<String>,
        /// The folder of the site on the server.
        #[arg(long, default_value = "/srv/www/training")]
        folder: String,
    },
    /// Remove the built site.
    Clean {
        /// The folder of `book.toml`.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// The folder of the site, relative to the current folder.
        #[arg(short, long, value_name = "OUT")]
        dest_dir: Option<PathBuf>,
    },
    /// Explain a finding by its code.
    Explain {
        /// Code, like `broken-link`; all codes are listed without one.
        code: Option<String>,
    },
    /// Print the JSON Schema of `book.toml` or of a kind's front matter, for editors.
    Schema {
        /// What to describe.
        #[arg(value_enum, default_value_t = Schema::Book)]
        of: Schema,
    },
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
enum QuizAction {
    /// Write an id below each question that has none, and change nothing else.
    Fix {
        #[command(flatten)]
        book: Book,
    },
    /// Print the questions of the book in the format of another program.
    Export {
        #[command(flatten)]
        book: Book,
        /// Only this quiz, as a file of the book, like `content/en/course/01-start/quiz/check.md`.
        #[arg(long, value_name = "FILE.md")]
        quiz: Option<String>,
        /// The format.
        #[arg(long, value_enum, default_value_t = quiz::Format::Gift)]
        format: quiz::Format,
    },
    /// Turn the questions of another program into a quiz's file.
    Import {
        /// A file in GIFT, Aiken or CSV.
        file: PathBuf,
        /// Its format; else the file's ending tells.
        #[arg(long, value_enum)]
        format: Option<quiz::Format>,
        /// The quiz's title.
        #[arg(long, default_value = "Quiz")]
        title: String,
        /// The new file, which must not be there yet; without it the text is printed.
        #[arg(short, long, value_name = "FILE.md")]
        output: Option<PathBuf>,
    },
}

/// The book and how it is read; the same for all commands that build.
#[derive(Debug, clap::Args)]
struct Book {
    /// The folder of `book.toml`.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Take drafts in.
    #[arg(long)]
    drafts: bool,
    /// The address at which the site will stand.
    #[arg(long, value_name = "URL")]
    site_url: Option<String>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Schema {
    /// `book.toml`.
    Book,
    /// Front matter of a page.
    Page,
    /// Front matter of a module.
    Module,
    /// Front matter of a lesson.
    Lesson,
    /// Front matter of a term.
    Term,
    /// Front matter of a source.
    Source,
    /// Front matter of a quiz, test or scenario.
    Quiz,
}

impl Book {
    /// What the arguments and the environment ask for.
    fn options(&self) -> Options {
        let mut overrides: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("KEYWARD_"))
            .collect();
        overrides.sort();
        overrides.extend(self.site_url.iter().map(|url| {
            // Quoted, so that it is a text whatever stands in it.
            let text = toml::Value::String(url.clone()).to_string();
            ("KEYWARD_OUTPUT__HTML__SITE_URL".to_owned(), text)
        }));
        Options {
            drafts: self.drafts,
            overrides,
            ..Options::default()
        }
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Init { dir } => init::run(&dir),
        Command::Build {
            book,
            dest_dir,
            keep_going,
            compress,
            trainer,
            pseudo,
            timings,
            quiet,
        } => {
            let options = Options {
                keep_going,
                trainer,
                pseudo,
                ..book.options()
            };
            let how = build::How {
                compress,
                timings,
                quiet,
            };
            build::build(&book.dir, dest_dir, &options, how)
        }
        Command::Serve {
            book,
            port,
            hostname,
            open,
            watcher,
        } => serve::run(&book.dir, &book.options(), hostname, port, open, watcher),
        Command::Check {
            book,
            strict,
            release,
            fix,
            format,
        } => {
            let options = Options {
                release: release.then(check::today),
                reviews: Some(check::today()),
                ..book.options()
            };
            check::run(&book.dir, &options, strict, fix, format)
        }
        Command::Pack {
            verify: Some(zip), ..
        } => pack::check(&zip),
        Command::Pack {
            book,
            output,
            single_file: true,
            ..
        } => {
            let options = Options {
                single: true,
                ..book.options()
            };
            pack::single_files(&book.dir, output.unwrap_or_default(), &options)
        }
        Command::Pack {
            book,
            output,
            single_file: false,
            since,
            verify: None,
        } => pack::pack(&book.dir, output, since.as_deref(), &book.options()),
        Command::Quiz { action } => match action {
            QuizAction::Fix { book } => quiz::fix(&book.dir, &book.options()),
            QuizAction::Export { book, quiz, format } => {
                quiz::export(&book.dir, &book.options(), quiz.as_deref(), format)
            }
            QuizAction::Import {
                file,
                format,
                title,
                output,
            } => quiz::import(&file, format, &title, output.as_deref()),
        },
        Command::Translations {
            book,
            format,
            fail_on,
            action,
        } => translations::run(&book, format, fail_on, action),
        Command::Hosting {
            server,
            site_url,
            folder,
        } => host(&server, site_url.as_deref(), &folder),
        Command::Clean { dir, dest_dir } => clean(&dir, dest_dir),
        Command::Explain { code } => return explain(code.as_deref()),
        Command::Schema { of } => print(&schema(of)),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "keyward", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
    };
    result.unwrap_or_else(|error| {
        say!("error: {error}");
        ExitCode::FAILURE
    })
}

/// Prints a line to standard error. That nobody reads it is no reason to stop.
fn say_line(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn host(server: &str, site_url: Option<&str>, folder: &str) -> Result<ExitCode, Error> {
    let server = hosting::find(server).expect("clap lets known servers through only");
    let place = hosting::Place::new(site_url, folder)?;
    print(&hosting::configuration(server, &place))
}

fn clean(dir: &std::path::Path, dest_dir: Option<PathBuf>) -> Result<ExitCode, Error> {
    let folder = build::destination(dir, dest_dir, &[])?;
    match emit::clean(&folder)? {
        true => say!("Removed `{}`.", folder.display()),
        false => say!("Nothing to remove in `{}`.", folder.display()),
    }
    Ok(ExitCode::SUCCESS)
}

fn explain(name: Option<&str>) -> ExitCode {
    let Some(name) = name else {
        let codes = code::RULES
            .iter()
            .map(|code| format!("{:<24}{}\n", code.name, code.severity));
        return print(&codes.collect::<String>()).unwrap_or(ExitCode::FAILURE);
    };
    match code::find(name) {
        Some(code) => print(code.page).unwrap_or(ExitCode::FAILURE),
        None => {
            let near = nearest(name, code::RULES.iter().map(|code| code.name));
            let help = near.map_or("`keyward explain` lists all codes".to_owned(), |near| {
                format!("did you mean `{near}`?")
            });
            say!("error: there is no code `{name}`\n  help: {help}");
            ExitCode::from(2)
        }
    }
}

fn schema(of: Schema) -> String {
    use content::front_matter::{
        LessonFront, ModuleFront, PageFront, QuizFront, SourceFront, TermFront,
    };
    let schema = match of {
        Schema::Book => schemars::schema_for!(config::Config),
        Schema::Page => schemars::schema_for!(PageFront),
        Schema::Module => schemars::schema_for!(ModuleFront),
        Schema::Lesson => schemars::schema_for!(LessonFront),
        Schema::Term => schemars::schema_for!(TermFront),
        Schema::Source => schemars::schema_for!(SourceFront),
        Schema::Quiz => schemars::schema_for!(QuizFront),
    };
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

/// Writes data to standard output; a reader that went away, as `head` does, is no error.
fn print(text: &str) -> Result<ExitCode, Error> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Io {
            action: "cannot write to",
            path: "standard output".into(),
            source: error,
        }),
        _ => Ok(ExitCode::SUCCESS),
    }
}
