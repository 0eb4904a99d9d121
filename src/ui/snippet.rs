//! What an author copies into a page of their own to have a lab there (`docs/embedding.md`).

/// How it is put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As a `<netsplit-lab>`, with its script.
    Element,
    /// As an `<iframe>`.
    Frame,
}

/// How it looks; what is as it is anyway is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its height, CSS pixels.
    pub height: u32,
    /// `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// `bar`, `full` or `none`.
    pub controls: &'static str,
    /// The code of the language that it speaks in a frame; an element speaks that of the text around it.
    pub language: &'static str,
    /// What it is called, for those who hear the page.
    pub title: String,
}

/// What puts the page of an address (`#/beacon?seed=7`) there; `home` is the address of Netsplit's page.
pub fn snippet(form: Form, address: &str, look: &Look, home: &str) -> String {
    let home = home.split(['#', '?']).next().unwrap_or_default();
    let home = home.strip_suffix("index.html").unwrap_or(home);
    let wishes = [("theme", look.theme, "auto"), ("controls", look.controls, "bar")];
    let wishes = wishes.into_iter().filter(|(_, wish, usual)| wish != usual);
    match form {
        Form::Element => {
            let script = format!(
                "<script type=\"module\" src=\"{}\"></script>",
                escaped(&format!("{home}netsplit.js"))
            );
            let mut written: Vec<(&str, String)> = attributes(address);
            written.push(("height", look.height.to_string()));
            written.extend(wishes.map(|(name, wish, _)| (name, wish.to_owned())));
            let all = written
                .iter()
                .fold(String::new(), |text, (name, value)| format!("{text} {name}=\"{}\"", escaped(value)));
            format!("{script}\n<netsplit-lab{all}></netsplit-lab>")
        }
        Form::Frame => {
            let language =
                [("lang", look.language, "en")].into_iter().filter(|(_, wish, usual)| wish != usual);
            let wishes = wishes
                .chain(language)
                .fold(String::new(), |text, (name, wish, _)| format!("{text}&{name}={wish}"));
            let source = escaped(&format!("{home}?embed{wishes}{address}"));
            let title = escaped(&look.title);
            format!(
                "<iframe src=\"{source}\" title=\"{title}\" width=\"100%\" height=\"{}\" loading=\"lazy\"></iframe>",
                look.height
            )
        }
    }
}

/// The attributes that ask for what an address asks for.
fn attributes(address: &str) -> Vec<(&str, String)> {
    let path = address.trim_start_matches("#/");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let own = |value: &str| value.to_owned();
    let mut all = match (path.strip_prefix("m/"), path.strip_prefix("lesson")) {
        (Some(payload), _) => vec![("moment", own(payload))],
        (_, Some(id)) => vec![("lesson", own(id.trim_start_matches('/')))],
        (None, None) => vec![("lab", own(path))],
    };
    for (key, value) in pairs {
        match key {
            // An author's own lesson.
            "from" => all[0].1 = own(value),
            "watch" => {}
            _ => all.push((key, own(value))),
        }
    }
    all
}

/// A text as the value of an attribute between double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "https://example.org/netsplit/index.html?x#/beacon";

    fn look() -> Look {
        Look {
            height: 420,
            theme: "auto",
            controls: "bar",
            language: "en",
            title: "A \"quoted\" title".to_owned(),
        }
    }

    #[test]
    fn an_element_asks_for_what_the_address_asks_for() {
        for (address, attributes) in [
            ("#/beacon?seed=7&servers=5", "lab=\"beacon\" seed=\"7\" servers=\"5\""),
            ("#/m/AbC_-9", "moment=\"AbC_-9\""),
            ("#/lesson/minority?step=3", "lesson=\"minority\" step=\"3\""),
            ("#/lesson?from=mine.md&watch=on", "lesson=\"mine.md\""),
        ] {
            let wanted = format!(
                "<script type=\"module\" src=\"https://example.org/netsplit/netsplit.js\"></script>\n<netsplit-lab {attributes} height=\"420\"></netsplit-lab>"
            );
            assert_eq!(snippet(Form::Element, address, &look(), HOME), wanted);
        }
        let dark = Look { theme: "dark", controls: "full", height: 600, ..look() };
        let written = snippet(Form::Element, "#/beacon?seed=7", &dark, HOME);
        assert!(
            written.ends_with("seed=\"7\" height=\"600\" theme=\"dark\" controls=\"full\"></netsplit-lab>"),
            "{written}"
        );
    }

    #[test]
    fn a_frame_leads_to_the_address() {
        let dark = Look { theme: "dark", language: "de", ..look() };
        assert_eq!(
            snippet(Form::Frame, "#/beacon?seed=7&servers=5", &dark, HOME),
            "<iframe src=\"https://example.org/netsplit/?embed&amp;theme=dark&amp;lang=de#/beacon?seed=7&amp;servers=5\" title=\"A &quot;quoted&quot; title\" width=\"100%\" height=\"420\" loading=\"lazy\"></iframe>"
        );
    }
}
