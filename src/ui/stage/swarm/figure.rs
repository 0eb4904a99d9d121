//! The stage of a swarm for a figure: what the page paints on canvases, as paths, one for all that look alike.

use super::border::{border, sides};
use super::grid::Grid;
use super::marks::{Dot, Face, air, groups};
use super::outline::{self, Pen, is_solid, outline, sign};
use crate::player::Player;
use crate::sim::{Cut, Form, Frame, Health, Tone};
use crate::ui::figures::{number, px};
use crate::ui::stage::geometry::{Point, path};
use yew::prelude::*;

/// The swarm at the instant shown, in so many pixels of which `insets` stay free at the top and at the bottom; `big`
/// for a slide.
pub fn figure(player: &Player, size: (f64, f64), insets: (f64, f64), big: bool) -> Html {
    let frame = player.frame();
    let grid = Grid::new(frame.nodes.len(), size, insets);
    let widen = if big { 1.4 } else { 1.0 };
    let dots = air(player, &grid, None, false).dots;
    html! {
        <>
            { for groups(faces(&frame)).iter().map(|(face, nodes)| nodes_like(*face, nodes, &grid, widen)) }
            { for frame.cuts.iter().map(|cut| seam(cut, &grid)) }
            { for groups(dots.into_iter()).iter().map(|(dot, places)| dots_like(*dot, places, &grid, widen)) }
        </>
    }
}

/// The faces of all nodes, tinted by the newest cut.
pub fn faces(frame: &Frame) -> impl Iterator<Item = (Face, usize)> {
    let sides = frame.cuts.last().map(|cut| sides(cut, frame.nodes.len()));
    let side = move |node: usize| sides.as_ref().and_then(|sides| sides[node]);
    frame.nodes.iter().enumerate().map(move |(i, node)| (Face::of(node, side(i)), i))
}

fn nodes_like(face: Face, nodes: &[usize], grid: &Grid, widen: f64) -> Html {
    let (mut rooms, mut outlines, mut halos) = (String::new(), String::new(), String::new());
    let radius = grid.radius();
    for node in nodes {
        let (at, room) = (grid.at(*node), grid.room(*node));
        if face.side.is_some() {
            rooms += &format!(
                "M{} {}h{}v{}H{}z",
                px(room.at.x),
                px(room.at.y),
                px(room.width),
                px(room.height),
                px(room.at.x)
            );
        }
        if face.byzantine {
            halos.circle(at, radius * outline::HALO);
        }
        outline(&mut outlines, face, at, radius);
    }
    let (strong, soft) =
        if face.health == Health::Crashed { ("--down", "--down-soft") } else { inks(face.tone) };
    let fill = match face.health {
        Health::Up if is_solid(face) => ink(strong),
        Health::Up => ink(soft),
        _ => "none".to_owned(),
    };
    let width = number(outline::stroke(radius) * widen, 2);
    let side =
        face.side.map(|side| ink(["--side-a", "--side-b", "--side-c", "--side-d"][usize::from(side % 4)]));
    html! {
        <>
            if let Some(side) = side { <path d={rooms} fill={side} fill-opacity="0.16" /> }
            <path d={outlines} fill={fill} stroke={ink(strong)} stroke-width={width.clone()} stroke-linejoin="round" />
            if face.byzantine { <path d={halos} fill="none" stroke={ink("--byz")} stroke-width={width} /> }
        </>
    }
}

fn seam(cut: &Cut, grid: &Grid) -> Html {
    let edges = border(grid, &sides(cut, grid.len()));
    let line: String = edges.iter().map(|(a, b): &(Point, Point)| path(&[*a, *b], false)).collect();
    html! { <g class="seam"><path d={line} /></g> }
}

fn dots_like(dot: Dot, places: &[Point], grid: &Grid, widen: f64) -> Html {
    let mut signs = String::new();
    for at in places {
        sign(&mut signs, dot, *at, outline::dot(grid.radius()));
    }
    let strong = ink(if dot.gone { "--cut" } else { inks(dot.tone).0 });
    let hollow = dot.gone || dot.form == Form::Rejection;
    let (fill, stroke) = if hollow { ("none".to_owned(), strong) } else { (strong, ink("--paper")) };
    let opacity = if dot.routine && !dot.gone { "0.6" } else { "1" };
    html! { <path d={signs} fill={fill} stroke={stroke} stroke-width={number(widen, 2)} opacity={opacity} /> }
}

/// The tokens of a tone, strong and soft.
fn inks(tone: Tone) -> (&'static str, &'static str) {
    match tone {
        Tone::Lead => ("--lead", "--lead-soft"),
        Tone::Follow => ("--follow", "--follow-soft"),
        Tone::Candidate => ("--cand", "--cand-soft"),
        Tone::Client => ("--client", "--client-soft"),
        Tone::Good => ("--ok", "--client-soft"),
        Tone::Bad => ("--bad", "--bad-soft"),
    }
}

fn ink(token: &str) -> String {
    format!("var({token})")
}
