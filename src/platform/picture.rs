//! A picture of an SVG on the page, as a PNG file.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement};

/// The computed properties that a copy must carry with it, as SVG presentation attributes.
const PROPERTIES: &[&str] = &[
    "display",
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "text-anchor",
    "visibility",
];

/// Draws the SVG found by `selector` at `scale` on the colour of its page, and offers it as a download.
///
/// # Errors
/// When there is no such picture, or the browser refuses.
pub fn save_png(selector: &str, name: &str, scale: f64) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let document = window.document().ok_or("no document")?;
    let svg = document.query_selector(selector)?.ok_or("there is no picture to save")?;
    let size = svg.get_bounding_client_rect();
    let copy: Element = svg.clone_node_with_deep(true)?.unchecked_into();
    carry_styles(&window, &svg, &copy)?;
    copy.set_attribute("xmlns", "http://www.w3.org/2000/svg")?;
    let text = web_sys::XmlSerializer::new()?.serialize_to_string(&copy)?;
    let image = HtmlImageElement::new()?;
    let body = document.body().ok_or("no body")?;
    let ground = window.get_computed_style(&body)?.ok_or("no style")?;
    let ground = ground.get_property_value("background-color")?;
    let (name, drawn) = (name.to_owned(), image.clone());
    let (width, height) = (size.width() * scale, size.height() * scale);
    let draw = Closure::once_into_js(move || {
        let _ = draw(&document, &drawn, &ground, (width, height), &name);
    });
    image.set_onload(Some(draw.unchecked_ref()));
    let encoded = js_sys::encode_uri_component(&text);
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{}", String::from(encoded)));
    Ok(())
}

/// Writes each element's computed style into its copy: the picture is drawn without the page's style sheets.
fn carry_styles(window: &web_sys::Window, from: &Element, to: &Element) -> Result<(), JsValue> {
    if let Some(style) = window.get_computed_style(from)? {
        for property in PROPERTIES {
            let value = style.get_property_value(property)?;
            if !value.is_empty() {
                to.set_attribute(property, &value)?;
            }
        }
    }
    let (old, new) = (from.children(), to.children());
    for i in 0..old.length() {
        if let (Some(old), Some(new)) = (old.item(i), new.item(i)) {
            carry_styles(window, &old, &new)?;
        }
    }
    Ok(())
}

fn draw(
    document: &Document,
    image: &HtmlImageElement,
    ground: &str,
    (width, height): (f64, f64),
    name: &str,
) -> Result<(), JsValue> {
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d")?.ok_or("no canvas")?;
    let context: web_sys::CanvasRenderingContext2d = context.unchecked_into();
    context.set_fill_style_str(ground);
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&canvas.to_data_url()?);
    link.set_download(name);
    link.click();
    Ok(())
}
