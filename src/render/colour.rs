//! Colours as CSS writes them, and how well one can be read on another. The one caller of
//! csscolorparser.

use csscolorparser::Color;

/// An opaque colour of the sRGB space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// Why a text is no colour of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoColour {
    /// CSS does not know it.
    Unknown,
    /// Something behind it would shine through, so that nothing can be said about contrast.
    Transparent,
}

impl Colour {
    /// Reads a colour in any way of writing that CSS knows.
    pub fn parse(text: &str) -> Result<Colour, NoColour> {
        let colour: Color = text.trim().parse().map_err(|_| NoColour::Unknown)?;
        let [red, green, blue, alpha] = colour.to_rgba8();
        match alpha {
            u8::MAX => Ok(Colour { red, green, blue }),
            _ => Err(NoColour::Transparent),
        }
    }

    /// The colour as every browser knows it, like `#0a5560`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The contrast to another colour, from 1 to 21, as WCAG 2 defines it.
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The nearest darker or lighter colour that has at least this contrast to `ground`; black or
    /// white where none has.
    pub fn readable_on(self, ground: Colour, least: f64) -> Colour {
        let [black, white] = [0, u8::MAX].map(|value| Colour {
            red: value,
            green: value,
            blue: value,
        });
        let steps =
            (1..=100).flat_map(|step| [self.towards(black, step), self.towards(white, step)]);
        let farthest = if ground.contrast(black) > ground.contrast(white) {
            black
        } else {
            white
        };
        steps
            .into_iter()
            .find(|colour| colour.contrast(ground) >= least)
            .unwrap_or(farthest)
    }

    /// A mix with `share` hundredths of another colour.
    fn towards(self, other: Colour, share: u32) -> Colour {
        let mix = |own: u8, other: u8| {
            let sum = u32::from(own) * (100 - share) + u32::from(other) * share;
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        Colour {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }

    /// Relative luminance as WCAG 2 defines it, from 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            match value <= 0.04045 {
                true => value / 12.92,
                false => ((value + 0.055) / 1.055).powf(2.4),
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn every_way_of_writing_becomes_hex() {
        for text in [
            "#F00",
            "red",
            "rgb(255 0 0)",
            "hsl(0, 100%, 50%)",
            " #ff0000 ",
        ] {
            assert_eq!(colour(text).hex(), "#ff0000", "{text}");
        }
        assert_eq!(Colour::parse("#ff000080"), Err(NoColour::Transparent));
        assert_eq!(Colour::parse("transparent"), Err(NoColour::Transparent));
        for text in ["", "reddish", "#ff00", "url(x)", "red;}"] {
            let parsed = Colour::parse(text);
            assert!(parsed.is_err(), "{text}: {parsed:?}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let near = |a: &str, b: &str| (colour(a).contrast(colour(b)) * 100.0).round() / 100.0;
        assert_eq!(near("#000", "#fff"), 21.0);
        assert_eq!(near("#fff", "#fff"), 1.0);
        assert_eq!(near("#767676", "#fff"), 4.54);
        assert_eq!(near("#777", "#fff"), 4.48);
    }

    #[test]
    fn a_readable_colour_is_near_and_readable() {
        let white = colour("#fff");
        let grey = colour("#999").readable_on(white, 4.5);
        assert!(
            grey.contrast(white) >= 4.5 && grey.contrast(white) < 4.7,
            "{grey:?}"
        );
        let light = colour("#555").readable_on(colour("#222"), 4.5);
        assert!(light.contrast(colour("#222")) >= 4.5);
        let most = colour("#888").readable_on(colour("#777"), 20.0);
        assert_eq!(most.hex(), "#000000");
    }
}
