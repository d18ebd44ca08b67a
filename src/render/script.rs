//! Scripts without what only their authors need. The one caller of oxc.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// A classic script with short local names, without comments and superfluous space; as it stands
/// where it cannot be read.
pub fn minified(text: &str) -> String {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::cjs()).parse();
    if parsed.panicked || !parsed.errors.is_empty() {
        return text.to_owned();
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions::default()),
        // May choose newer syntax, up to what browsers with full function know.
        compress: Some(CompressOptions::safest()),
    };
    let names = Minifier::new(options).minify(&allocator, &mut program);
    Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(names.scoping)
        .build(&program)
        .code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_names_get_short_and_comments_go() {
        let text = "// A sum.\n(function () {\n  \"use strict\";\n  var number = window.start;\n  window.sum = function (other) {\n    return number + other;\n  };\n})();\n";
        let short = minified(text);
        assert!(short.len() < text.len() * 2 / 3, "{short}");
        assert!(
            short.contains("window.sum=") && !short.contains("number"),
            "{short}"
        );
    }

    #[test]
    fn what_cannot_be_read_stays() {
        for text in ["", "var x = ;\n"] {
            assert_eq!(minified(text), text);
        }
    }
}
