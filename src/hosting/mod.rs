//! Exact configuration for web servers, all with the one policy: in a server's name and where the
//! site will stand, out the text of a file.

use crate::error::Error;
use crate::serve::POLICY;

/// The host name that stands in a configuration where none is known.
const EXAMPLE_HOST: &str = "training.example.org";

/// What Apache is told, in a `.htaccess` or in a virtual host.
const APACHE_RULES: &str = include_str!("rules.conf");

/// A web server that Keyward knows how to set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// Its name on the command line.
    pub name: &'static str,
    /// The file that the configuration is saved as.
    pub file: &'static str,
    /// For whom it is, in a few words.
    pub about: &'static str,
    template: &'static str,
}

/// The servers, in the order in which they are shown.
pub const SERVERS: &[Server] = &[
    Server {
        name: "nginx",
        file: "nginx.conf",
        about: "nginx",
        template: include_str!("nginx.conf"),
    },
    Server {
        name: "apache",
        file: "apache.conf",
        about: "Apache, a virtual host",
        template: include_str!("apache.conf"),
    },
    Server {
        name: "htaccess",
        file: "htaccess.txt",
        about: "Apache, `.htaccess` in the site's folder",
        template: include_str!("htaccess"),
    },
    Server {
        name: "caddy",
        file: "Caddyfile",
        about: "Caddy",
        template: include_str!("Caddyfile"),
    },
    Server {
        name: "lighttpd",
        file: "lighttpd.conf",
        about: "lighttpd",
        template: include_str!("lighttpd.conf"),
    },
    Server {
        name: "iis",
        file: "web.config",
        about: "IIS, `web.config` in the site's folder",
        template: include_str!("web.config"),
    },
    Server {
        name: "headers",
        file: "headers.txt",
        about: "Netlify and Cloudflare Pages, `_headers`",
        template: include_str!("headers.txt"),
    },
];

/// Where a site stands on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    host: String,
    base: String,
    folder: String,
}

impl Place {
    /// The place of a site with this `site-url`, in a folder of the server. What would mean
    /// something else in a configuration is refused.
    pub fn new(site_url: Option<&str>, folder: &str) -> Result<Place, Error> {
        let rest = site_url.map_or(EXAMPLE_HOST, |url| {
            url.split_once("://").map_or(url, |(_, rest)| rest)
        });
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let base = match path.trim_matches('/') {
            "" => "/".to_owned(),
            path => format!("/{path}/"),
        };
        let place = Place {
            host: host.to_owned(),
            base,
            folder: folder.trim_end_matches('/').to_owned(),
        };
        for part in [&place.host, &place.base, &place.folder] {
            refuse_strange(part)?;
        }
        Ok(place)
    }
}

fn refuse_strange(part: &str) -> Result<(), Error> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~:".contains(c);
    if !part.is_empty() && part.chars().all(is_plain) {
        return Ok(());
    }
    Err(Error::Refused(format!(
        "`{part}` can't stand in a server's configuration\n  help: use letters without accents, digits and `/-_.~:` in `--site-url` and `--folder`"
    )))
}

/// The server of a name.
pub fn find(name: &str) -> Option<&'static Server> {
    SERVERS.iter().find(|server| server.name == name)
}

/// The configuration of a server for a site.
pub fn configuration(server: &Server, place: &Place) -> String {
    with_rules(server.template)
        .replace("{policy}", POLICY)
        .replace("{host}", &place.host)
        .replace("{base}", &place.base)
        .replace("{folder}", &place.folder)
}

/// Puts Apache's rules in, as far from the margin as their place.
fn with_rules(template: &str) -> String {
    let mut text = String::new();
    for line in template.lines() {
        match line.split_once("{rules}") {
            Some((margin, _)) => {
                for rule in APACHE_RULES.lines() {
                    text.push_str(if rule.is_empty() { "" } else { margin });
                    text.push_str(rule);
                    text.push('\n');
                }
            }
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_configuration_carries_the_policy_and_leaves_no_place_open() {
        let place = Place::new(Some("https://x.example:8080/a/b"), "/srv/www/a").unwrap();
        for server in SERVERS {
            let text = configuration(server, &place);
            assert!(text.contains(POLICY), "{}", server.name);
            assert!(text.contains("nosniff"), "{}", server.name);
            assert!(!text.contains(":8080"), "{}", server.name);
            for open in ["{policy}", "{host}", "{base}", "{folder}", "{rules}"] {
                assert!(!text.contains(open), "{}: {open}", server.name);
            }
        }
    }

    #[test]
    fn nothing_slips_into_a_configuration_by_an_address() {
        for url in [
            "https://x.example/a\"b",
            "https://x;y/",
            "https://x.example/a b/",
        ] {
            assert!(Place::new(Some(url), "/srv").is_err(), "{url}");
        }
        assert!(Place::new(None, "/srv/x\n}").is_err());
        assert!(Place::new(None, "").is_err());
    }
}
