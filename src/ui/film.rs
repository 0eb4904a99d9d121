//! A run between two instants as an animated picture (GIF), which slides, wikis and mails show without asking.
//!
//! Our drawings are flat: each picture keeps its own most frequent colours as they are, and pixels that stay as they
//! were are left out, so that nothing flickers and files stay small.

use crate::sim::{Micros, SortedMap, order};
use gif::{DisposalMethod, Encoder, EncodingError, Frame, Repeat};
use std::borrow::Cow;

/// Hundredths of a second that each picture is shown: 12.5 a second.
const DELAY: u16 = 8;
/// The longest film, seconds.
pub const SECONDS_MAX: f64 = 24.0;
/// The shortest, seconds.
pub const SECONDS_MIN: f64 = 1.0;
/// A palette's colours; the last place is for pixels that stay.
const COLOURS: usize = 255;

/// A colour: red, green, blue.
type Rgb = [u8; 3];

/// When the pictures of a film are taken, µs: so many seconds of them, evenly between two instants, both included.
pub fn instants(from: Micros, until: Micros, seconds: f64) -> Vec<Micros> {
    let count = libm::round(seconds * 100.0 / f64::from(DELAY)).max(2.0);
    let step = until.saturating_sub(from) as f64 / (count - 1.0);
    (0..count as u32).map(|i| from + libm::round(f64::from(i) * step) as Micros).collect()
}

/// A film that is being made.
pub struct Film {
    encoder: Encoder<Vec<u8>>,
    size: (u16, u16),
    /// What is on the screen so far.
    last: Vec<u8>,
}

impl Film {
    /// An empty film of this width and height, pixels. It runs again and again.
    ///
    /// # Errors
    /// When there can be no such picture.
    pub fn new(size: (u16, u16)) -> Result<Self, EncodingError> {
        let mut encoder = Encoder::new(Vec::new(), size.0, size.1, &[])?;
        encoder.set_repeat(Repeat::Infinite)?;
        Ok(Film { encoder, size, last: Vec::new() })
    }

    /// Adds a picture: red, green, blue and opacity of each pixel, row by row; nothing shines through.
    ///
    /// # Errors
    /// When the picture is of another size.
    pub fn add(&mut self, pixels: Vec<u8>) -> Result<(), EncodingError> {
        let palette = palette(&pixels);
        let mut indexer = Indexer { palette: &palette, known: SortedMap::default(), last: None };
        let stays = palette.len() as u8;
        let old = self.last.chunks_exact(4).map(Some).chain(std::iter::repeat(None));
        let index = |(new, old): (&[u8], Option<&[u8]>)| {
            if Some(new) == old { stays } else { indexer.of(colour_of(new)) }
        };
        let buffer: Vec<u8> = pixels.chunks_exact(4).zip(old).map(index).collect();
        let mut colours = palette.concat();
        colours.extend([0; 3]);
        let (width, height) = self.size;
        self.encoder.write_frame(&Frame {
            delay: DELAY,
            dispose: DisposalMethod::Keep,
            transparent: Some(stays),
            width,
            height,
            palette: Some(colours),
            buffer: Cow::Owned(buffer),
            ..Frame::default()
        })?;
        self.last = pixels;
        Ok(())
    }

    /// The finished file.
    ///
    /// # Errors
    /// When its end cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, EncodingError> {
        self.encoder.into_inner()
    }
}

fn colour_of(pixel: &[u8]) -> Rgb {
    [pixel[0], pixel[1], pixel[2]]
}

/// The most frequent colours of a picture.
fn palette(pixels: &[u8]) -> Vec<Rgb> {
    let mut counts: SortedMap<Rgb, u32> = SortedMap::default();
    let mut rest = pixels.chunks_exact(4).map(colour_of).peekable();
    while let Some(colour) = rest.next() {
        // Flat drawings: mostly the same colour goes on.
        let mut run = 1;
        while rest.next_if_eq(&colour).is_some() {
            run += 1;
        }
        *counts.or_default(colour) += run;
    }
    let colours: Vec<Rgb> = counts.iter().map(|(colour, _)| *colour).collect();
    let key = |count: u32, colour: Rgb| u64::from(u32::MAX - count) << 32 | u64::from(scattered(colour));
    let most_first = order(counts.iter().map(|(colour, count)| key(*count, *colour)));
    most_first.into_iter().take(COLOURS).map(|place| colours[place]).collect()
}

/// Of equally frequent colours those that are left out should lie between others, not all at one end.
fn scattered([red, green, blue]: Rgb) -> u32 {
    u32::from_be_bytes([0, red, green, blue]).wrapping_mul(0x9e37_79b1)
}

/// Finds the place of colours in a palette.
struct Indexer<'p> {
    palette: &'p [Rgb],
    known: SortedMap<Rgb, u8>,
    last: Option<(Rgb, u8)>,
}

impl Indexer<'_> {
    fn of(&mut self, colour: Rgb) -> u8 {
        if let Some((_, place)) = self.last.filter(|(last, _)| *last == colour) {
            return place;
        }
        let known = self.known.get(&colour).copied();
        let place = known.unwrap_or_else(|| {
            let place = nearest(self.palette, colour);
            self.known.insert(colour, place);
            place
        });
        self.last = Some((colour, place));
        place
    }
}

fn nearest(palette: &[Rgb], colour: Rgb) -> u8 {
    let far =
        |other: &Rgb| -> u32 { other.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    let places = palette.iter().map(far).zip(0_u8..);
    places.min().map_or(0, |(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of a flat ground with a square on it, and a ramp of more colours than a palette has.
    fn picture(at: usize) -> Vec<u8> {
        let pixel = |i: usize| match (i % 64, i / 64) {
            (x, y) if (at..at + 8).contains(&x) && (8..16).contains(&y) => [200, 0, 0, 255],
            (x, 20..28) => [x as u8 * 4, (i / 64) as u8 * 9, 77, 255],
            _ => [251, 250, 246, 255],
        };
        (0..64 * 32).flat_map(pixel).collect()
    }

    #[test]
    fn a_film_is_what_was_put_in() {
        let mut film = Film::new((64, 32)).unwrap();
        for at in [0, 4, 4, 40] {
            film.add(picture(at)).unwrap();
        }
        let file = film.finish().unwrap();
        assert!(file.starts_with(b"GIF89a") && file.len() < 8_000, "{}", file.len());
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(&file[..]).unwrap();
        assert_eq!((decoder.width(), decoder.height(), decoder.repeat()), (64, 32, Repeat::Infinite));
        let mut shown = vec![0; 64 * 32 * 4];
        for at in [0, 4, 4, 40] {
            let frame = decoder.read_next_frame().unwrap().expect("as many as were put in");
            assert_eq!(frame.delay, DELAY);
            for (shown, new) in shown.chunks_exact_mut(4).zip(frame.buffer.chunks_exact(4)) {
                if new[3] > 0 {
                    shown.copy_from_slice(new);
                }
            }
            // Frequent colours are as they were, others near.
            for (i, (got, wanted)) in shown.chunks_exact(4).zip(picture(at).chunks_exact(4)).enumerate() {
                let far = got.iter().zip(wanted).map(|(a, b)| a.abs_diff(*b)).max();
                assert!(
                    far <= Some(if (20..28).contains(&(i / 64)) { 32 } else { 0 }),
                    "{i}: {got:?} {wanted:?}"
                );
            }
        }
        assert!(decoder.read_next_frame().unwrap().is_none());
    }

    #[test]
    fn pictures_are_taken_evenly_and_at_both_ends() {
        let instants = instants(1_000, 101_000, 4.0);
        assert_eq!((instants.len(), instants[0], instants[49]), (50, 1_000, 101_000));
        assert!(instants.is_sorted());
        let apart = instants.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(apart.clone().max() <= apart.min().map(|least| least + 1));
    }
}
