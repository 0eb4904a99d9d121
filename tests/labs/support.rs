//! What tests of labs do: play a scene, run random schedules on all cores, let the search find what a rule prevents.

use netsplit::check::schedule::Plan as Schedule;
use netsplit::check::{Failure, Question, Search, Shrinker};
use netsplit::kit::Scene;
use netsplit::kit::experiment::{Figure, Plan, Tally};
use netsplit::labs::{Lab, Settings, find};
use netsplit::player::Player;
use netsplit::scenario::{Scenario, link};
use netsplit::sim::{Input, Micros, NodeId, Outcome, Sim, Standing, Stop, Stream, Trace, When};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// The lab of this id.
pub fn lab(id: &str) -> &'static Lab {
    find(id).expect("the lab is registered")
}

/// A world of this lab.
pub fn world(lab: &Lab, settings: &[(&str, i64)], seed: u64) -> Box<dyn Sim> {
    let settings: Settings = settings.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    lab.build(&settings, seed).expect("the settings can be")
}

/// A scene that has been played to its end.
pub struct Played {
    pub scene: &'static Scene,
    pub world: Box<dyn Sim>,
    pub trace: Trace,
}

/// Plays a scene to its end.
pub fn play(lab: &'static Lab, scene: &'static Scene) -> Played {
    let mut world = world(lab, scene.settings, scene.seed);
    let mut trace = Trace::default();
    for (at, input) in (scene.script)() {
        run(&mut *world, at, &mut trace);
        world.input(&input, Some(&mut trace)).expect("a scene's inputs can be");
    }
    run(&mut *world, scene.until, &mut trace);
    Played { scene, world, trace }
}

/// Runs on past violations.
pub fn run(world: &mut dyn Sim, until: u64, trace: &mut Trace) {
    while world.run(When::end_of(until), Some(trace)) == Stop::Violated {}
}

/// Plays the scene of this id to its end.
pub fn played(lab: &'static Lab, id: &str) -> Played {
    play(lab, lab.scene(id).expect("the scene exists"))
}

impl Played {
    /// The sentences of the story that begin so, with their times in ms.
    pub fn told(&self, id: &str) -> Vec<(u64, String)> {
        let lines = self.trace.story.iter().filter(|told| told.line.id == id);
        lines.map(|told| (told.when.at / 1000, told.line.plain(self.world.names()))).collect()
    }

    pub fn milestones(&self, name: &str) -> usize {
        self.trace.story.iter().filter(|told| told.line.milestone == Some(name)).count()
    }

    pub fn violated(&self) -> Vec<&'static str> {
        let verdicts = self.world.verdicts();
        let violated = verdicts.iter().filter(|verdict| verdict.standing == Standing::Violated);
        violated.map(|verdict| verdict.property.name).collect()
    }

    /// What a read of `x` by the client of this number found, in order, with the time of its answer in ms.
    pub fn reads(&self, client: u16) -> Vec<(u64, Option<String>)> {
        let own = self.world.history().iter().filter(|done| done.client.0 == client && done.f == "read");
        own.filter_map(|done| match &done.ended {
            Some((at, Outcome::Ok(value))) => Some((at / 1000, value.clone())),
            _ => None,
        })
        .collect()
    }

    /// A field of the inspector, as text.
    pub fn field(&self, node: u16, name: &str) -> String {
        let view = self.world.inspect(NodeId(node));
        let field = view.fields.into_iter().find(|field| field.name == name).expect("the field is shown");
        field.value.text(self.world.names())
    }

    pub fn role(&self, server: usize) -> &'static str {
        self.world.frame().nodes[server].glyph.role
    }
}

/// Calls `work` with every number below `count`, on both cores.
pub fn on_all_cores(count: u64, work: impl Fn(u64) + Sync) {
    let next = AtomicU64::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    work(number);
                }
            });
        }
    });
}

/// What schedules of this world are drawn from: the faults that its properties withstand and the lab's commands, one
/// every `gap` on average.
pub fn plan(lab: &Lab, world: &dyn Sim, length: Micros, gap: Micros) -> Schedule {
    let attack = &lab.about.attack;
    let plan = Schedule::of(world, attack.strikes, (attack.tolerated)(world), length, gap);
    Schedule { command: attack.command, ..plan }
}

/// The schedule of a seed.
pub fn schedule(plan: &Schedule, seed: u64) -> Vec<(Micros, Input)> {
    plan.draw(&mut Stream::new(seed, NodeId(u16::MAX)))
}

/// Plays a whole schedule, past violations; returns the names of what is violated.
pub fn play_on(world: &mut dyn Sim, inputs: &[(Micros, Input)]) -> BTreeSet<&'static str> {
    for (at, input) in inputs {
        while world.run(When::end_of(*at), None) == Stop::Violated {}
        world.input(input, None).expect("a schedule's inputs can be");
    }
    let verdicts = world.verdicts().into_iter();
    verdicts.filter(|verdict| verdict.violation.is_some()).map(|verdict| verdict.property.name).collect()
}

/// Plays a schedule up to the first violation; returns what is violated.
pub fn play_until(world: &mut dyn Sim, inputs: &[(Micros, Input)], until: Micros) -> Option<String> {
    for (at, input) in inputs {
        if world.run(When::end_of(*at), None) == Stop::Violated {
            break;
        }
        world.input(input, None).expect("a schedule's inputs can be");
    }
    while world.violated() == 0 && world.when().at < until {
        world.run(When::end_of(until), None);
    }
    let violated = world.verdicts().into_iter().find_map(|verdict| verdict.violation)?;
    Some(format!("{} · {}", violated.when, violated.line.plain(world.names())))
}

/// Plays the world and schedule of every seed below `runs` until `until`, on all cores: nothing may be violated, and
/// at the end everything promised must hold. `stuck` says what else has not recovered by then, if anything.
pub fn schedules_hold(
    runs: u64,
    until: Micros,
    setup: impl Fn(u64) -> (Box<dyn Sim>, Vec<(Micros, Input)>) + Sync,
    stuck: impl Fn(&dyn Sim) -> Option<String> + Sync,
) {
    let failures = Mutex::new(Vec::new());
    let events = AtomicU64::new(0);
    on_all_cores(runs, |seed| {
        let (mut world, inputs) = setup(seed);
        let wrong = play_until(&mut *world, &inputs, until);
        let wrong = wrong.or_else(|| unsettled(&*world)).or_else(|| stuck(&*world));
        if let Some(wrong) = wrong {
            failures.lock().expect("no thread panics").push(format!("seed {seed}: {wrong}"));
        }
        events.fetch_add(world.when().events, Ordering::Relaxed);
    });
    let failures = failures.into_inner().expect("no thread panics");
    assert!(failures.is_empty(), "{} of {runs}:\n{}", failures.len(), failures.join("\n"));
    let events = events.into_inner();
    println!("{runs} schedules, {events} events");
    assert!(events > 100 * runs, "the schedules must leave something to happen: {events} events");
}

/// A property that does not hold now.
fn unsettled(world: &dyn Sim) -> Option<String> {
    let verdicts = world.verdicts();
    let open = verdicts.iter().find(|verdict| verdict.standing != Standing::Holds)?;
    Some(format!("{} is {:?} at the end", open.property.name, open.standing))
}

/// The search finds what happens without this rule, and shortens it to at most so many inputs.
pub fn search_finds(lab: &Lab, rule: &str, settings: &[(&str, i64)], runs: u64, most: u32) -> Failure {
    let settings = settings.iter().copied().chain([(rule, 0)]).map(|(key, value)| (key.to_owned(), value));
    let scenario = Scenario {
        lab: lab.about.id.to_owned(),
        settings: settings.collect(),
        seed: 1,
        ..Scenario::default()
    };
    let run = link::encode(&scenario);
    let question = Question { run, from_shown: false, any_fault: false, seed: 1 };
    let search = Search::new(&question).expect("a question that can be asked");
    let found = (0..runs).find_map(|run| search.attempt(run).failure);
    let found = found.unwrap_or_else(|| panic!("without `{rule}` {runs} runs violate nothing"));
    shows_its_violation(&found);
    let short = shortest(&search, &found);
    shows_its_violation(&short);
    assert_eq!(shortest(&search, &found), short, "the same failure is shortened to the same");
    println!("{rule}: run {}, {} inputs, then {}: {}", found.run, found.inputs, short.inputs, short.text);
    assert!(short.inputs <= most, "{} inputs are left without `{rule}`", short.inputs);
    short
}

fn shortest(search: &Search, found: &Failure) -> Failure {
    let mut shrinker = Shrinker::new(search, found);
    while shrinker.step() {}
    shrinker.best().clone()
}

/// Opens a failure as the page does: it shows the violation, at the instant of the link.
fn shows_its_violation(found: &Failure) {
    let scenario = link::decode(&found.link).expect("a link of ours");
    assert_eq!(scenario.inputs.len() as u32, found.inputs, "from the start every input is the search's");
    let (player, faithful) = Player::of_scenario(&scenario).expect("a run of ours");
    assert!(faithful, "the player plays what the search found");
    assert_eq!(player.when().at, found.at);
    let verdicts = player.world().verdicts();
    let violated = verdicts.iter().filter(|verdict| verdict.standing == Standing::Violated);
    assert!(violated.map(|verdict| verdict.property.name).any(|name| name == found.property));
}

/// A point of an experiment, and what was published and tallied of each measure there.
pub struct Measured {
    pub label: String,
    pub published: Vec<Option<Figure>>,
    pub tallies: Vec<Tally>,
}

/// Runs a lab's experiment with these parameters.
pub fn measured(lab: &Lab, id: &str, settings: &[(&str, &str)]) -> Vec<Measured> {
    let experiment = lab.about.experiments.iter().find(|experiment| experiment.about.id == id);
    let mut plan = Plan::new(experiment.expect("the experiment is in the lab"));
    for (key, value) in settings {
        plan.set(key, value).expect("the parameters can be");
    }
    plan.check().expect("the parameters go together");
    let mut tallies = plan.tallies();
    (0..plan.total()).for_each(|number| plan.add(number, &mut tallies));
    tallies.iter_mut().flatten().for_each(Tally::sort);
    let published = |point| (0..plan.measures().len()).map(|place| plan.published(point, place)).collect();
    let points = plan.points().iter().zip(tallies);
    points
        .map(|(point, tallies)| Measured { label: plan.label(*point), published: published(*point), tallies })
        .collect()
}
