//! What changes with every frame: countdowns, messages, labels.

use super::air::Flight;
use super::labels::Label;
use super::layout::Layout;
use super::look::{Lit, Look, tone_class};
use super::shapes;
use crate::sim::{Frame, Health, Micros};
use crate::ui::class::class;
use crate::ui::figures::{number, px, translate};
use yew::prelude::*;

/// The arcs that run down with the nodes' next timers.
pub fn arcs(frame: &Frame, looks: &[Look], layout: &Layout, time: f64) -> Html {
    let arc = |((node, spot), look): ((&crate::sim::NodeFrame, &super::layout::Spot), &Look)| {
        let countdown = node.countdown.filter(|_| node.health == Health::Up)?;
        let left = (countdown.due as f64 - time) / (countdown.whole.max(1) as f64);
        let radius = f64::midpoint(spot.radius, spot.rim());
        let class = class!("arc", tone_class(node.glyph.tone), (look.lit == Lit::Dimmed).then_some("dimmed"));
        let at = translate(spot.at.x, spot.at.y);
        Some(
            html! { <path key={node.id.0} {class} transform={at} d={arc_path(left.clamp(0.0, 1.0), radius)} /> },
        )
    };
    let shown = frame.nodes.iter().zip(&layout.spots).zip(looks).filter(|(_, look)| look.lit != Lit::Hidden);
    html! { <g class="arcs">{ for shown.filter_map(arc) }</g> }
}

/// A share of a circle, clockwise from the top. More than half of one is drawn in two parts: where its ends nearly meet,
/// their last digits would move its middle by pixels.
fn arc_path(share: f64, radius: f64) -> String {
    let (sin, cos) = libm::sincos(share * 2.0 * std::f64::consts::PI);
    let [size, x, y] = [radius, radius * sin, -radius * cos].map(|value| number(value, 2));
    let half = if share > 0.5 { format!("A{size} {size} 0 0 1 0 {size}") } else { String::new() };
    format!("M0 -{size}{half}A{size} {size} 0 0 1 {x} {y}")
}

/// The messages.
pub fn motes(flights: &[Flight], names: &[String], layout: &Layout, selected: Option<u64>) -> Html {
    // Smaller where the nodes are.
    let scale = layout.spots.first().map_or(1.0, |spot| (spot.radius / 26.0).clamp(0.6, 1.4));
    let name = |node: crate::sim::NodeId| names.get(node.index()).cloned().unwrap_or_default();
    let mote = |flight: &Flight| {
        let face = flight.face;
        let size =
            if face.routine { 3.5 } else { 6.5 } * if layout.unit > 1.0 { scale } else { scale.min(1.0) };
        let chosen = selected == Some(flight.number);
        let class = class!(
            "mote",
            tone_class(face.tone),
            face.routine.then_some("routine"),
            flight.mote.gone.then_some("gone"),
            chosen.then_some("chosen"),
            flight.dim.then_some("dimmed"),
        );
        let opacity = flight.mote.gone.then(|| number(0.25 + 0.75 * flight.mote.left, 2));
        html! {
            <g key={flight.number.to_string()} {class} opacity={opacity}
                transform={translate(flight.mote.at.x, flight.mote.at.y)}
                data-message={flight.number.to_string()} data-kind={face.kind} data-from={name(flight.name.from)}
                data-to={name(flight.name.to)} data-fate={if flight.is_lost() { "lost" } else { "arrives" }}>
                if chosen { <circle class="selected" r={px(size + 7.0)} /> }
                if flight.mote.gone { { shapes::lost_mark(size) } } else { { shapes::dot(face.form, size) } }
            </g>
        }
    };
    html! { <g class="motes">{ for flights.iter().map(mote) }</g> }
}

/// The labels of messages.
pub fn labels(labels: &[Label], unit: f64) -> Html {
    let label = |(i, label): (usize, &Label)| {
        let class = if label.bad { "note label bad" } else { "note label" };
        let (x, y) = (label.rect.middle().x, label.rect.at.y + label.rect.height - 3.5 * unit);
        html! { <text key={i} {class} paint-order="stroke" x={px(x)} y={px(y)} text-anchor="middle">{ &label.text }</text> }
    };
    html! { <g class="labels">{ for labels.iter().enumerate().map(label) }</g> }
}

/// A time left in words, for the bar of a message.
pub fn delay_words(by: Micros) -> String {
    crate::sim::Ms(by).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arc_keeps_to_its_circle() {
        assert_eq!(arc_path(0.25, 20.0), "M0 -20A20 20 0 0 1 20 0");
        assert_eq!(arc_path(0.75, 20.0), "M0 -20A20 20 0 0 1 0 20A20 20 0 0 1 -20 0");
        assert!(arc_path(1.0, 20.0).starts_with("M0 -20A20 20 0 0 1 0 20A20 20 0 0 1"));
    }
}
