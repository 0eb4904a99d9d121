//! Pictures: an SVG text as an image, and as a PNG file.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

/// The address of an SVG text, for an image.
pub fn data_address(svg: &str) -> String {
    format!("data:image/svg+xml;charset=utf-8,{}", String::from(js_sys::encode_uri_component(svg)))
}

/// An SVG text of a size in pixels as a PNG file.
///
/// # Errors
/// When the browser refuses: most have a largest picture.
pub async fn png(svg: &str, size: (f64, f64)) -> Result<Blob, JsValue> {
    let canvas = painted(svg, size).await?;
    let mut refused = Ok(());
    let drawn = js_sys::Promise::new(&mut |resolve, _| refused = canvas.to_blob(&resolve));
    refused?;
    let blob = JsFuture::from(drawn).await?;
    // Null where the picture is too large.
    blob.dyn_into()
}

/// An SVG text of a size in pixels as red, green, blue and opacity of each pixel, row by row; and its size.
///
/// # Errors
/// When the browser refuses.
pub async fn pixels(svg: &str, size: (f64, f64)) -> Result<(Vec<u8>, (u16, u16)), JsValue> {
    let canvas = painted(svg, size).await?;
    let (width, height) = (canvas.width(), canvas.height());
    let data = brush(&canvas)?.get_image_data(0.0, 0.0, f64::from(width), f64::from(height))?;
    Ok((data.data().0, (width as u16, height as u16)))
}

fn brush(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    Ok(canvas.get_context("2d")?.ok_or("no canvas")?.unchecked_into())
}

/// A canvas on which an SVG text is painted.
async fn painted(svg: &str, (width, height): (f64, f64)) -> Result<HtmlCanvasElement, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(&data_address(svg));
    JsFuture::from(image.decode()).await?;
    let document = super::window().document().ok_or("no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(libm::round(width) as u32);
    canvas.set_height(libm::round(height) as u32);
    brush(&canvas)?.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    Ok(canvas)
}
