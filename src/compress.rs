//! Packed copies of text files, for servers that send them as they are.
//!
//! In: an [`Output`]. Out: `.gz` and `.br` beside each file of text that they make smaller, the
//! same bytes at any time and on any machine.

use std::io::{self, Write};
use std::sync::Arc;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;

use crate::pipeline::{File, Output};
use crate::render::LOCAL;

/// Endings of files that packing makes smaller.
const TEXT_ENDINGS: [&str; 7] = [".html", ".css", ".js", ".json", ".xml", ".svg", ".txt"];

/// Bytes below which a packed copy saves no packet on the wire.
const SMALLEST: usize = 1024;

/// How hard brotli tries, from 0 to 11; 11 takes ten times as long for an eighth fewer bytes.
const BROTLI_QUALITY: i32 = 9;

/// Adds a packed copy beside each file that one saves bytes of. What is copied from the book
/// without passing through memory has none.
pub fn add_copies(output: &mut Output) {
    let copies: Vec<(String, File)> = output
        .par_iter()
        .flat_map_iter(|(address, file)| match file {
            File::Bytes(bytes) if is_worth_it(address, bytes) => copies_of(address, bytes),
            File::Bytes(_) | File::Asset(_) => Vec::new(),
        })
        .collect();
    for (address, file) in copies {
        // A file of the author's with that name stays.
        output.entry(address).or_insert(file);
    }
}

/// A file that an administration changes on the server has no packed copy that would hide it.
fn is_worth_it(address: &str, bytes: &[u8]) -> bool {
    address != LOCAL
        && bytes.len() >= SMALLEST
        && TEXT_ENDINGS.iter().any(|ending| address.ends_with(ending))
}

fn copies_of(address: &str, bytes: &[u8]) -> Vec<(String, File)> {
    [("gz", gzip(bytes)), ("br", brotli(bytes))]
        .into_iter()
        .filter_map(|(ending, packed)| {
            let packed = packed.expect("writing to memory can't fail");
            let is_smaller = packed.len() < bytes.len();
            is_smaller.then(|| {
                (
                    format!("{address}.{ending}"),
                    File::Bytes(Arc::from(packed)),
                )
            })
        })
        .collect()
}

/// Without a time, a name or a system in its head.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

fn brotli(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &parameters)?;
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn text_gets_copies_that_unpack_to_it_and_nothing_else_does() {
        let text = "<p>Disengagement is not deradicalisation.</p>\n".repeat(100);
        let file = |bytes: &[u8]| File::Bytes(Arc::from(bytes));
        let mut output = Output::from([
            ("a.html".to_owned(), file(text.as_bytes())),
            ("small.html".to_owned(), file(b"<p>x</p>")),
            ("a.png".to_owned(), file(text.as_bytes())),
            ("own.css".to_owned(), file(text.as_bytes())),
            ("own.css.gz".to_owned(), file(b"the author's")),
        ]);
        add_copies(&mut output);
        let added: Vec<&str> = output.keys().map(String::as_str).collect();
        assert_eq!(
            added,
            [
                "a.html",
                "a.html.br",
                "a.html.gz",
                "a.png",
                "own.css",
                "own.css.br",
                "own.css.gz",
                "small.html"
            ]
        );
        let bytes = |name: &str| match &output[name] {
            File::Bytes(bytes) => bytes.clone(),
            File::Asset(_) => unreachable!("there is none above"),
        };
        assert_eq!(&*bytes("own.css.gz"), b"the author's");
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&*bytes("a.html.gz"))
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
        assert_eq!(bytes("a.html.gz")[4..8], [0; 4], "no time");
        unpacked.clear();
        brotli::Decompressor::new(&*bytes("a.html.br"), 4096)
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
    }
}
