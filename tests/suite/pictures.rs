//! Pictures of the content: sizes on every page, copies where they are large, and what is broken.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use keyward::pipeline::{Builder, File, Options, load};

use crate::book::{Book, Pages, line};

/// A book on disk with a large and a small picture and a drawing.
fn book(folder: &Path) {
    Book::new()
        .page(
            "content/en/a/one.md",
            "![first](../big.jpg)\n\n![second](../small.png)\n\n![third](../plan.svg)\n\n<img src=\"../small.png\" alt=\"raw\">\n\n<img src=\"../small.png\" alt=\"own\" width=\"7\">\n",
        )
        .file("content/en/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 20\"/>")
        .write_to(folder);
    let pixel = |x: u32, y: u32| image::Rgb([(x ^ y) as u8, (x * y / 7) as u8, (x / 3) as u8]);
    for (name, width) in [("big.jpg", 2400), ("small.png", 60)] {
        let picture = image::RgbImage::from_fn(width, 40, pixel);
        picture.save(folder.join("content/en").join(name)).unwrap();
    }
}

#[test]
fn pages_say_how_large_a_picture_is_and_offer_copies_of_a_large_one() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    let options = Options {
        single: true,
        ..Options::default()
    };
    let tree = load(folder.path(), &options, None, &BTreeSet::new()).unwrap();
    let built = Builder::default().build(&tree, &options, &mut |_, _| {});
    let prose = Pages::of(&built).prose("en/a/one.html").to_owned();
    let images: Vec<&str> = prose.split("<img").skip(1).collect();
    assert!(
        images[0].contains(
            "src=\"../big.jpg\" alt=\"first\" width=\"2400\" height=\"40\" srcset=\"../../assets/"
        ),
        "{prose}"
    );
    assert!(
        images[0].contains("640w, ../../assets/") && images[0].contains("1280w\" sizes="),
        "{prose}"
    );
    assert!(!images[0].contains("loading"), "{prose}");
    assert!(
        images[1].contains("width=\"60\" height=\"40\" decoding=\"async\" loading=\"lazy\">"),
        "{prose}"
    );
    assert!(images[2].contains("width=\"30\" height=\"20\""), "{prose}");
    assert!(images[3].contains("width=\"60\" height=\"40\""), "{prose}");
    assert!(
        images[4].contains("width=\"7\"") && !images[4].contains("height"),
        "{prose}"
    );

    let output = built.output.as_ref().unwrap();
    let copies: Vec<_> = output
        .iter()
        .filter(|(address, _)| address.ends_with(".jpg"))
        .collect();
    assert_eq!(copies.len(), 3);
    for (address, file) in copies
        .iter()
        .filter(|(address, _)| address.starts_with("assets/"))
    {
        let File::Bytes(bytes) = file else {
            panic!("{address}")
        };
        let width = image::load_from_memory(bytes).unwrap().width();
        assert!(
            address.ends_with(&format!("-{width}.jpg")),
            "{address}: {width}"
        );
        assert!(prose.contains(address.as_str()));
    }
    // In one file stands the copy that a text column needs.
    let course = &built.courses[0].html;
    assert!(!course.contains("srcset") && course.contains("src=\"data:image/jpeg;base64,"));
    assert!(course.len() < 400_000, "{}", course.len());
}

#[test]
fn a_damaged_picture_is_named() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    let path = folder.path().join("content/en/small.png");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..20]).unwrap();
    let tree = load(folder.path(), &Options::default(), None, &BTreeSet::new()).unwrap();
    let built = Builder::default().build(&tree, &Options::default(), &mut |_, _| {});
    let findings: Vec<String> = built.findings.iter().map(line).collect();
    assert!(
        findings.iter().any(|finding| finding.starts_with(
            "content/en/small.png:1:1: error[broken-picture]: this picture can't be read"
        )),
        "{findings:?}"
    );
    assert!(built.output.is_none());
}
