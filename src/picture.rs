//! Pictures of the content: how large each is, and smaller copies of those larger than a page needs.
//!
//! In: the book's files. Out: a [`Picture`] for each that can be shown. What was made of a file is
//! remembered by its hash, so that an edit of a page makes no copy anew. The one caller of `image`
//! and `fast_image_resize`.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use fast_image_resize::{ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, ImageResult,
};
use quick_xml::Reader;
use quick_xml::events::Event;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Span, code};
use crate::source::{self, Data};

/// Endings of pictures that are looked into.
const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "webp", "gif", "svg"];

/// Widths of copies in pixels: the text column, and the same for a screen of double density.
const WIDTHS: [u32; 2] = [640, 1280];

/// A picture up to this width is offered itself beside its copies.
const WIDEST: u32 = 1600;

/// Quality of copies of photographs, of 100. More is larger files without a visible gain.
const QUALITY: u8 = 82;

/// Bytes from which on a file is published without being looked into.
const LARGEST: u64 = 64 << 20;

/// The text column on a page, for a browser to choose a copy by.
const SIZES: &str = "(min-width: 41rem) 39rem, calc(100vw - 2rem)";

/// A picture as a page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Picture {
    /// Pixels across, as it is shown.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Smaller ones of it, the smallest first.
    pub copies: Vec<Copy>,
}

/// A smaller copy of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Copy {
    /// Its file in the output, named by what the original holds.
    pub address: String,
    /// Pixels across.
    pub width: u32,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// What was made of files, by their hashes.
#[derive(Default)]
pub struct Memory(HashMap<[u8; 32], Made>);

/// What was made of a file: a picture, nothing, or why it can't be shown.
type Made = Result<Option<Arc<Picture>>, String>;

impl Picture {
    /// The attributes that say how large it is, and which copies there are. `own` is its address,
    /// `href` gives that of a copy, as the page has it.
    pub fn attributes(&self, own: &str, href: impl Fn(&str) -> String) -> String {
        let mut out = format!(" width=\"{}\" height=\"{}\"", self.width, self.height);
        let Some(largest) = self.copies.last() else {
            return out;
        };
        let copies = self.copies.iter();
        let mut set: Vec<String> = copies
            .map(|copy| format!("{} {}w", href(&copy.address), copy.width))
            .collect();
        if self.width <= WIDEST || largest.width < WIDTHS[1] {
            set.push(format!("{own} {}w", self.width));
        }
        out.push_str(&format!(" srcset=\"{}\" sizes=\"{SIZES}\"", set.join(", ")));
        out
    }
}

impl Memory {
    /// The pictures among some files, in their order, and what is wrong with files that are none.
    pub fn pictures<'a>(
        &mut self,
        files: impl IntoIterator<Item = (&'a Arc<str>, &'a Data)>,
    ) -> (Vec<Option<Arc<Picture>>>, Vec<Diagnostic>) {
        let files: Vec<_> = files
            .into_iter()
            .map(|(path, data)| (path, data, hash_of(path, data)))
            .collect();
        let known = &self.0;
        let new: Vec<([u8; 32], Made)> = files
            .par_iter()
            .filter_map(|(path, data, hash)| {
                let hash = hash.filter(|hash| !known.contains_key(hash))?;
                Some((hash, make(path, data, &hash)))
            })
            .collect();
        let mut latest: HashMap<_, _> = new.into_iter().collect();
        let mut diagnostics = Vec::new();
        let mut pictures = Vec::new();
        for (path, _, hash) in files {
            let made = hash.and_then(|hash| {
                if let Some(known) = self.0.remove(&hash) {
                    latest.insert(hash, known);
                }
                latest.get(&hash)
            });
            pictures.push(match made {
                Some(Ok(picture)) => picture.clone(),
                Some(Err(why)) => {
                    diagnostics.push(broken(path, why));
                    None
                }
                None => None,
            });
        }
        self.0 = latest;
        (pictures, diagnostics)
    }
}

fn broken(path: &Arc<str>, why: &str) -> Diagnostic {
    Diagnostic::new(
        &code::BROKEN_PICTURE,
        Span::file(path),
        format!("this picture can't be read: {why}"),
    )
    .help("open it in a graphics program and save it again, or fetch the file anew")
}

fn ending(path: &str) -> String {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.to_ascii_lowercase()
}

/// What a picture is remembered by; none for other files.
fn hash_of(path: &str, data: &Data) -> Option<[u8; 32]> {
    if !ENDINGS.contains(&ending(path).as_str()) {
        return None;
    }
    match data {
        Data::Text(text) => Some(*blake3::hash(text.as_bytes()).as_bytes()),
        Data::Asset(asset) => (asset.len <= LARGEST).then_some(asset.hash),
        Data::Broken(_) => None,
    }
}

fn make(path: &str, data: &Data, hash: &[u8; 32]) -> Made {
    let read;
    let bytes: &[u8] = match data {
        Data::Text(text) if ending(path) == "svg" => {
            let picture = drawn_size(text).map(|(width, height)| Picture {
                width,
                height,
                copies: Vec::new(),
            });
            return Ok(picture.map(Arc::new));
        }
        Data::Text(text) => text.as_bytes(),
        Data::Asset(asset) => {
            read = source::read(asset).map_err(|error| error.to_string())?;
            &read
        }
        Data::Broken(_) => return Ok(None),
    };
    match painted(bytes, hash) {
        Ok(picture) => Ok(Some(Arc::new(picture))),
        // What the library can't read, a browser may.
        Err(ImageError::Limits(_)) => Ok(None),
        Err(ImageError::Unsupported(_)) if image::guess_format(bytes).is_ok() => Ok(None),
        Err(ImageError::Unsupported(_)) => Err("it is no PNG, JPEG, WebP or GIF".to_owned()),
        Err(ImageError::Decoding(_)) => Err("what it holds is damaged".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// A picture of pixels, with its copies.
fn painted(bytes: &[u8], hash: &[u8; 32]) -> ImageResult<Picture> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let format = reader.format();
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation()?;
    let turned = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = if turned {
        (height, width)
    } else {
        (width, height)
    };
    let mut picture = Picture {
        width,
        height,
        copies: Vec::new(),
    };
    let wanted: Vec<u32> = WIDTHS
        .into_iter()
        .filter(|wanted| width / 5 >= wanted / 4)
        .collect();
    let format = format.filter(|_| !wanted.is_empty());
    let Some(format) = format.filter(|format| !moves(bytes, *format)) else {
        return Ok(picture);
    };
    let profile = decoder.icc_profile()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    let image = plain(image);
    let mut resizer = Resizer::new();
    for width in wanted {
        let (ending, copy) = smaller(&mut resizer, &image, width, format, profile.as_ref())?;
        // A drawing of few colours can be smaller as it is.
        if copy.len() < bytes.len() {
            let name = blake3::Hash::from_bytes(*hash).to_hex();
            picture.copies.push(Copy {
                address: format!("assets/{}-{width}.{ending}", &name[..16]),
                width,
                bytes: copy.into(),
            });
        }
    }
    Ok(picture)
}

/// Whether a picture is a film, which a copy would stop.
fn moves(bytes: &[u8], format: ImageFormat) -> bool {
    let bytes = Cursor::new(bytes);
    match format {
        ImageFormat::Png => PngDecoder::new(bytes).and_then(|png| png.is_apng()),
        ImageFormat::WebP => WebPDecoder::new(bytes).map(|webp| webp.has_animation()),
        ImageFormat::Jpeg => Ok(false),
        _ => Ok(true),
    }
    .unwrap_or(true)
}

/// Eight bits a channel, without channels that are not there.
fn plain(image: DynamicImage) -> DynamicImage {
    match image.color().has_alpha() {
        true => DynamicImage::ImageRgba8(image.into_rgba8()),
        false => DynamicImage::ImageRgb8(image.into_rgb8()),
    }
}

/// A copy of a width, with the ending of its format.
fn smaller(
    resizer: &mut Resizer,
    image: &DynamicImage,
    width: u32,
    format: ImageFormat,
    profile: Option<&Vec<u8>>,
) -> ImageResult<(&'static str, Vec<u8>)> {
    let ratio = f64::from(image.height()) / f64::from(image.width());
    let height = (f64::from(width) * ratio).round().max(1.0) as u32;
    let mut copy = DynamicImage::new(width, height, image.color());
    let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(
        fast_image_resize::FilterType::Lanczos3,
    ));
    resizer
        .resize(image, &mut copy, &how)
        .expect("both are of one kind, and neither is empty");
    let mut out = Vec::new();
    let ending = match format {
        ImageFormat::Png => {
            let encoder = PngEncoder::new_with_quality(
                &mut out,
                CompressionType::Default,
                FilterType::Adaptive,
            );
            encode(encoder, &copy, profile)?;
            "png"
        }
        ImageFormat::WebP if image.color().has_alpha() => {
            encode(WebPEncoder::new_lossless(&mut out), &copy, profile)?;
            "webp"
        }
        _ => {
            let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            encode(encoder, &DynamicImage::ImageRgb8(copy.into_rgb8()), profile)?;
            "jpg"
        }
    };
    Ok((ending, out))
}

fn encode(
    mut encoder: impl ImageEncoder,
    image: &DynamicImage,
    profile: Option<&Vec<u8>>,
) -> ImageResult<()> {
    if let Some(profile) = profile {
        // A format that has no place for it shows the colours as they are.
        let _ = encoder.set_icc_profile(profile.clone());
    }
    image.write_with_encoder(encoder)
}

/// The size of a drawing: as it states it, else that of its view.
fn drawn_size(svg: &str) -> Option<(u32, u32)> {
    let mut reader = Reader::from_str(svg);
    let root = loop {
        match reader.read_event().ok()? {
            Event::Start(root) | Event::Empty(root) => break root,
            Event::Eof => return None,
            _ => {}
        }
    };
    let value = |name: &str| {
        let mut attributes = root.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|attribute| attribute.key.as_ref() == name)?;
        Some(found.value.to_string())
    };
    let pixels = |name| {
        let text = value(name)?;
        let number = text.trim().trim_end_matches("px").parse::<f64>().ok()?;
        whole(number)
    };
    if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
        return Some((width, height));
    }
    let view = value("viewBox")?;
    let mut numbers = view
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<f64>().ok());
    let (width, height) = (numbers.nth(2)??, numbers.next()??);
    Some((whole(width)?, whole(height)?))
}

fn whole(number: f64) -> Option<u32> {
    (1.0..100_000.0)
        .contains(&number)
        .then(|| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(width: u32, height: u32) -> DynamicImage {
        let pixel = |x: u32, y: u32| image::Rgb([(x ^ y) as u8, (x * y / 7) as u8, (x / 3) as u8]);
        DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, pixel))
    }

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        photo(width, height).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_large_picture_gets_copies_and_a_small_one_none() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let large = painted(&file(2000, 500, format), &[1; 32]).unwrap();
            assert_eq!((large.width, large.height), (2000, 500));
            let widths: Vec<u32> = large.copies.iter().map(|copy| copy.width).collect();
            assert_eq!(widths, [640, 1280]);
            let copy = image::load_from_memory(&large.copies[0].bytes).unwrap();
            assert_eq!((copy.width(), copy.height()), (640, 160));
            let small = painted(&file(700, 500, format), &[1; 32]).unwrap();
            assert_eq!((small.width, small.copies.len()), (700, 0));
        }
    }

    #[test]
    fn copies_are_the_same_each_time_and_named_by_the_original() {
        let bytes = file(1500, 300, ImageFormat::Jpeg);
        let first = painted(&bytes, &[7; 32]).unwrap();
        assert_eq!(first, painted(&bytes, &[7; 32]).unwrap());
        assert_eq!(first.copies[0].address, "assets/0707070707070707-640.jpg");
        let attributes = first.attributes("a.jpg", |copy| format!("../{copy}"));
        assert!(attributes.starts_with(" width=\"1500\" height=\"300\" srcset=\"../assets/0707070707070707-640.jpg 640w, a.jpg 1500w\" sizes="), "{attributes}");
    }

    #[test]
    fn a_film_gets_its_size_only() {
        let mut out = Vec::new();
        image::codecs::gif::GifEncoder::new(&mut out)
            .encode_frame(image::Frame::new(photo(900, 10).into_rgba8()))
            .unwrap();
        let film = painted(&out, &[1; 32]).unwrap();
        assert_eq!((film.width, film.copies.len()), (900, 0));
    }

    #[test]
    fn drawings_say_their_size_or_that_of_their_view() {
        let size =
            |attributes: &str| drawn_size(&format!("<?xml version=\"1.0\"?><svg {attributes}/>"));
        assert_eq!(size("width=\"40px\" height='30'"), Some((40, 30)));
        assert_eq!(
            size("width=\"100%\" viewBox=\"0 0 200,99.6\""),
            Some((200, 100))
        );
        assert_eq!(size("viewBox=\"0 0 x 1\""), None);
        assert_eq!(size(""), None);
    }

    #[test]
    fn a_file_is_looked_into_once() {
        let path: Arc<str> = "a.png".into();
        let data = Data::Text("no picture".into());
        let mut memory = Memory::default();
        let (pictures, diagnostics) = memory.pictures([(&path, &data), (&path, &data)]);
        assert_eq!(pictures, [None, None]);
        assert_eq!(diagnostics.len(), 2);
        let kept = memory.0.values_mut().next().unwrap();
        *kept = Ok(Some(Arc::new(Picture::default())));
        let (pictures, _) = memory.pictures([(&path, &data)]);
        assert!(pictures[0].is_some());
    }
}
