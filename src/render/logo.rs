//! The picture before the site's title.

use super::assets::Assets;
use crate::config::Config;
use crate::content;
use crate::diagnostic::{Diagnostic, code};
use crate::source::{Data, SourceTree};

/// What every PNG starts with, before the width and height of its first part.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Adds the logo that the book names, or says what is wrong with it.
pub fn add(assets: &mut Assets, tree: &SourceTree, config: &Config) -> Option<Diagnostic> {
    let path = config.output.html.logo.as_deref()?;
    let complain = |code, message: String, help: &str| {
        let place = config.place(&["output", "html", "logo"]);
        Some(Diagnostic::new(code, place, message).help(help))
    };
    let no_picture = || {
        complain(
            &code::BAD_VALUE,
            format!("`{path}` is no picture in SVG or PNG"),
            "save the logo as `.svg`, which is sharp at every size, or as `.png`",
        )
    };
    let Some((name, file)) = tree.files.get_key_value(path) else {
        return complain(
            &code::MISSING_FILE,
            format!("there is no file `{path}`"),
            "write its path from the folder of `book.toml`",
        );
    };
    match &file.data {
        Data::Text(text) if path.ends_with(".svg") => {
            assets.set_drawn_logo(text, content::svg_size(text));
            content::check_svg(name, text)
        }
        Data::Asset(picture) => {
            let start = picture.start(24);
            let Some(size) = png_size(&start) else {
                return no_picture();
            };
            assets.set_logo(picture, Some(size));
            None
        }
        _ => no_picture(),
    }
}

/// Width and height, from the first 24 bytes of a PNG.
fn png_size(start: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| {
        let bytes = start.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes))
    };
    start.starts_with(PNG).then_some(())?;
    Some((number(16)?, number(20)?))
}

#[cfg(test)]
mod tests {
    use super::png_size;

    #[test]
    fn the_size_of_a_png_stands_in_its_first_part() {
        let mut start = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x00\0\0\0\x40".to_vec();
        assert_eq!(png_size(&start), Some((256, 64)));
        start[0] = b'X';
        assert_eq!(png_size(&start), None);
        assert_eq!(png_size(b"\x89PNG\r\n\x1a\n"), None);
    }
}
