//! Export: the moment as a picture, the run up to it as a log.

mod film;
mod logs;

use crate::later::{Later, later};
use crate::platform;
use crate::ui::figure::{self, Ask, Figure, What};
use crate::ui::model::Handle;
use crate::ui::out::stem;
use logs::logs;
use netsplit_text::{msg, t, tr};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::platform::spawn_local;
use yew::prelude::*;

/// What the dialog is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The player.
    pub player: Handle,
    /// Whether the page is light on dark.
    pub dark: bool,
}

/// The dialog.
pub static EXPORT: Later<fn(&Props) -> Html> =
    later!(export: fn(&Props) -> Html = |props| html! { <Export ..props.clone() /> });

/// What came of what was asked for last.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    /// It is being done, or it is done.
    Done(String),
    /// It could not be.
    Failed(String),
}

/// What there is to choose from, under these names.
const WHAT: [(What, &str, &str); 3] = [
    (What::Stage, "stage", msg!("Stage")),
    (What::Diagram, "diagram", msg!("Space-time diagram")),
    (What::Both, "both", msg!("Both")),
];

#[component]
fn Export(props: &Props) -> Html {
    let ask = use_state(|| Ask::new(props.dark));
    let said = use_state(|| None::<Said>);
    let figure = use_memo((props.player.clone(), (*ask).clone()), |(player, ask)| draw(player, ask));
    let say = {
        let said = said.setter();
        use_callback((), move |new: Said, ()| said.set(Some(new)))
    };
    let change = {
        let (ask, said) = (ask.clone(), said.setter());
        Callback::from(move |new: Ask| {
            ask.set(new);
            said.set(None);
        })
    };
    let save = {
        let (figure, ask, say) = (figure.clone(), ask.clone(), say.clone());
        let stem = stem(&props.player.get());
        Callback::from(move |_: MouseEvent| save(&figure, &ask, &stem, &say))
    };
    let problem = match (&*figure, &*said) {
        (_, Some(Said::Failed(why))) | (Err(why), _) => Some(why.clone()),
        _ => None,
    };
    html! {
        <div class="export-form">
            { form(&ask, &change) }
            if let Ok(Figure { svg, .. }) = &*figure {
                <img class="export-preview" src={platform::data_address(svg)} alt={t!("What the picture will show")} />
            }
            <p class="buttons"><button class="btn primary" onclick={save} disabled={figure.is_err()}>{ t!("Save picture") }</button></p>
            <film::Filming player={props.player.clone()} ask={(*ask).clone()} say={say.clone()} />
            { logs(&props.player, &say) }
            <div class="export-said">
                <p class="hint" role="status">{ for said.as_ref().and_then(Said::done) }</p>
                <div role="alert">{ for problem.map(|why| html! { <p class="problem">{ why }</p> }) }</div>
            </div>
        </div>
    }
}

impl Said {
    fn done(&self) -> Option<&str> {
        if let Said::Done(words) = self { Some(words) } else { None }
    }
}

fn draw(player: &Handle, ask: &Ask) -> Result<Figure, String> {
    let how = ask.how()?;
    figure::svg(&player.get(), &how).map_err(|why| crate::ui::figures::capital(&why.to_string()) + ".")
}

fn save(figure: &Result<Figure, String>, ask: &Ask, stem: &str, say: &Callback<Said>) {
    let Ok(Figure { svg, size }) = figure.clone() else { return };
    let what = WHAT.iter().find(|(what, ..)| *what == ask.what).map_or("", |(_, name, _)| name);
    let name = format!("{stem}-{what}.{}", if ask.png { "png" } else { "svg" });
    if !ask.png {
        say.emit(saved(&name, &platform::save_text(&name, "image/svg+xml", &svg)));
        return;
    }
    let say = say.clone();
    spawn_local(async move {
        let saved = match platform::png(&svg, size).await {
            Ok(blob) => saved(&name, &platform::save(&name, &blob)),
            Err(_) => Said::Failed(
                t!("This browser would not draw so large a picture: choose a smaller scale, or save it as SVG.")
                    .to_owned(),
            ),
        };
        say.emit(saved);
    });
}

/// What came of saving a file.
fn saved<E>(name: &str, done: &Result<(), E>) -> Said {
    match done {
        Ok(()) => Said::Done(t!("Saved {name}.", name)),
        Err(_) => Said::Failed(t!("This browser would not save the file.").to_owned()),
    }
}

fn form(ask: &Ask, change: &Callback<Ask>) -> Html {
    let choice = |label: &'static str, options: &[(&'static str, bool)], choose: fn(&mut Ask, usize)| {
        let (change, ask) = (change.clone(), ask.clone());
        let onchange = Callback::from(move |event: Event| {
            let mut ask = ask.clone();
            choose(
                &mut ask,
                event.target_unchecked_into::<HtmlSelectElement>().selected_index().max(0) as usize,
            );
            change.emit(ask);
        });
        let option = |(name, selected): &(&'static str, bool)| html! { <option key={*name} selected={*selected}>{ *name }</option> };
        html! { <label class="line">{ label }<select class="field" {onchange}>{ for options.iter().map(option) }</select></label> }
    };
    let text = |set: fn(&mut Ask, String)| {
        let (change, ask) = (change.clone(), ask.clone());
        Callback::from(move |text: String| {
            let mut ask = ask.clone();
            set(&mut ask, text);
            change.emit(ask);
        })
    };
    html! {
        <fieldset>
            <legend class="unseen">{ t!("Picture") }</legend>
            { choice(t!("What"), &WHAT.map(|(what, _, label)| (tr(label), what == ask.what)), |ask, i| ask.what = WHAT[i].0) }
            { choice(t!("As"), &[("PNG", ask.png), ("SVG", !ask.png)], |ask, i| ask.png = i == 0) }
            { field(t!("Scale"), &ask.scale, t!("0.5 to 8"), &text(|ask, text| ask.scale = text)) }
            { choice(t!("Colours"), &[(t!("Light"), !ask.dark), (t!("Dark"), ask.dark)], |ask, i| ask.dark = i == 1) }
            if ask.what != What::Stage {
                { field(t!("From (ms)"), &ask.from, t!("what leads up to"), &text(|ask, text| ask.from = text)) }
                { field(t!("Until (ms)"), &ask.until, t!("this moment"), &text(|ask, text| ask.until = text)) }
            }
        </fieldset>
    }
}

/// A number to be typed.
fn field(label: &'static str, value: &str, placeholder: &'static str, change: &Callback<String>) -> Html {
    let oninput =
        change.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    html! {
        <label class="line">
            { label }
            <input class="field num" inputmode="decimal" autocomplete="off" value={value.to_owned()} {placeholder} {oninput} />
        </label>
    }
}
