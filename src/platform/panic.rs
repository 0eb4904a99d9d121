//! What the reader sees when the program panics: a card with the way back. Nothing else can be trusted then.

use netsplit_text::t;
use web_sys::{CustomEvent, CustomEventInit, Document, Element};

/// Shows the card at a panic, and the message on the console. Told to Yew, which would put its own hook in place of
/// one that was only set.
pub fn install() {
    yew::set_custom_panic_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let _ = if super::is_guest() { tell(&info.to_string()) } else { show(&info.to_string()) };
    }));
}

fn show(message: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let body = document.body()?;
    let card = element(&document, "div", "panic-card", "")?;
    card.set_attribute("role", "alert").ok()?;
    let head = t!("Something in Netsplit broke. That is our mistake, and nothing you did is lost:");
    card.append_child(&element(&document, "p", "panic-head", head)?.into()).ok()?;
    let href = web_sys::window()?.location().href().ok()?;
    let base = href.split('#').next()?.to_owned();
    let links = [(t!("Reload this moment"), href.clone()), (t!("Start afresh"), base + "#/")];
    for (label, target) in links {
        let link = element(&document, "a", "btn", label)?;
        link.set_attribute("href", &target).ok()?;
        // The address may be the one that is open already, which a browser does not load again by itself.
        link.set_attribute("data-reload", "").ok()?;
        card.append_child(&link.into()).ok()?;
    }
    card.append_child(&element(&document, "pre", "mono", message)?.into()).ok()?;
    body.append_child(&card.into()).ok()?;
    Some(())
}

/// Tells the script that embeds labs in somebody else's page, which says it in each of them.
fn tell(message: &str) -> Option<()> {
    let init = CustomEventInit::new();
    init.set_detail(&message.into());
    let event = CustomEvent::new_with_event_init_dict("netsplit-broke", &init).ok()?;
    web_sys::window()?.dispatch_event(&event).ok().map(drop)
}

fn element(document: &Document, tag: &str, class: &str, text: &str) -> Option<Element> {
    let element = document.create_element(tag).ok()?;
    element.set_class_name(class);
    element.set_text_content(Some(text));
    Some(element)
}
