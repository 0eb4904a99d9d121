//! What was done, in a sentence to be shared: what was broken, without which rules, in how many deeds.

use crate::kit::Aim;
use crate::player::Player;
use netsplit_text::{t, tn, tr};

/// What was brought about by the instant shown and in how many deeds: the goal, else the first violation.
pub fn done(player: &Player) -> Option<String> {
    let Some(goal) = &player.branch().setup.goal else {
        let verdicts = player.world().verdicts();
        let violated =
            verdicts.iter().filter_map(|verdict| Some((verdict, verdict.violation.as_ref()?.when)));
        let (verdict, when) = violated.min_by_key(|(_, when)| *when)?;
        return Some(broke(player, verdict.property.name, player.inputs_before(when)));
    };
    let (_, deeds) = player.progress()?.reached?;
    Some(match &goal.aim {
        Aim::Violate(name) => broke(player, name, deeds),
        Aim::Reach(name) => {
            let (milestone, lab) = (tr(name), tr(player.lab().about.title));
            t!("Reached “{milestone}” in {lab} in {deeds}", milestone, lab, deeds)
        }
    })
}

fn broke(player: &Player, property: &str, deeds: usize) -> String {
    let off =
        player.lab().params().filter(|param| param.rule && player.world().setting(param.key) == Some(0));
    let off = off.map(|param| t!("“{rule}”", rule = tr(param.label)));
    let off = off.reduce(|rules, next| t!("{rules} and {next}", rules, next));
    let lab = tr(player.lab().about.title);
    match off {
        None => t!("Broke {lab} ({property}) in {deeds}", lab, property, deeds),
        Some(rules) => t!("Broke {lab} without {rules} in {deeds}", lab, rules, deeds),
    }
}

/// What is to be brought about, in a few words.
pub fn wanted(aim: &Aim<String>) -> String {
    match aim {
        Aim::Violate(name) => t!("break {property}", property = name),
        Aim::Reach(name) => tr(name).to_owned(),
    }
}

/// `1 deed so far`.
pub fn so_far(deeds: usize) -> String {
    tn!(deeds as u64, "{n} deed so far", "{n} deeds so far")
}

/// How a goal was reached: `Done in 6 (par 5).`
pub fn result(deeds: usize, par: u16) -> String {
    t!("Done in {deeds} (par {par}).", deeds, par)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::script::tell;
    use crate::labs;
    use crate::player::Setup;
    use crate::scenario::route;
    use crate::sim::{MS, NodeId};

    fn at_the_same_time(mut player: Player) -> Player {
        player.seek_time(500 * MS);
        for server in [1, 3] {
            player.act(&tell(NodeId(server), "timeout-now", &[])).expect("it can be done");
        }
        player.seek_time(700 * MS);
        player
    }

    #[test]
    fn what_was_done_is_told_with_the_rules_that_are_off() {
        let lab = labs::all()[0];
        let scenario = route::from_challenge(lab, "same-term").expect("the challenge exists");
        let (player, _) = Player::of_scenario(&scenario).expect("it fits");
        assert_eq!(done(&player), None);
        let told = Some(format!("Broke {} without “One vote a term” in 2", lab.about.title));
        assert_eq!(done(&at_the_same_time(player)), told);
        let player = Player::new(Setup::new(lab, scenario.settings, scenario.seed)).expect("valid settings");
        assert_eq!(done(&at_the_same_time(player)), told, "a violation needs no goal to be told");
    }

    #[test]
    fn a_milestone_that_was_reached_is_told() {
        let lab = labs::all()[0];
        let scenario = route::from_challenge(lab, "two-leaders").expect("the challenge exists");
        let (mut player, _) = Player::of_scenario(&scenario).expect("it fits");
        player.seek_time(400 * MS);
        player
            .act(&crate::ui::links::isolate(NodeId(0), 7).expect("there are others"))
            .expect("it can be done");
        player.seek_time(2_000 * MS);
        assert_eq!(done(&player), Some(format!("Reached “two leaders at once” in {} in 1", lab.about.title)));
        assert_eq!((so_far(1), result(6, 5)), ("1 deed so far".to_owned(), "Done in 6 (par 5).".to_owned()));
    }
}
