//! The registry: everything that can be opened. A lab is one line here.
//!
//! In the page each module of labs is a file of its own, which is loaded when a lab of it is opened; what the catalogue
//! says of a lab is there from the start. Everywhere else all labs are there at once.

mod card;

pub use card::{Card, Title};

use crate::kit::{About, Challenge, Scene};
use crate::later::{Later, Unloaded, later};
use crate::protocols::{atomic_commit, gossip, logical_clocks, quorum, raft, split_brain};
use crate::sim::{Config, NetworkConfig, Param, Protocol, SettingError, Sim, World};

/// Settings by name, as stored values; a name that is not there has the lab's own value.
pub type Settings = Vec<(String, i64)>;

/// Settings that a lab gives its protocol for good.
type Fixed = &'static [(&'static str, i64)];

/// Makes a world at time 0 of settings and a seed.
type Build = fn(&[(String, i64)], u64) -> Result<Box<dyn Sim>, SettingError>;

/// A lab: a protocol with its scenarios and words.
pub struct Lab {
    /// What it says of itself.
    pub about: &'static About,
    params: fn() -> &'static [Param],
    fixed: Fixed,
    build: Build,
}

/// Labs that are loaded together.
struct Module {
    cards: &'static [Card],
    labs: Later<&'static [Lab]>,
}

/// Declares `MODULES`: the file of each, and its labs.
macro_rules! modules {
    ($($file:ident: [$($lab:expr),+ $(,)?],)+) => {
        static MODULES: [Module; [$(stringify!($file)),+].len()] = [$(Module {
            cards: &[$({
                const LAB: Lab = $lab;
                static SCENES: [Title; LAB.about.scenes.len()] = card::of_scenes(LAB.about.scenes);
                static COMPARISONS: [Title; LAB.about.comparisons.len()] =
                    card::of_comparisons(LAB.about.comparisons);
                Card::new(&LAB, &SCENES, &COMPARISONS)
            }),+],
            labs: later!($file: &'static [Lab] = const { &[$($lab),+] }),
        }),+];
    };
}

// Every lab, in the catalogue's order. Those of one family are in one module.
modules! {
    raft: [lab::<raft::Raft>(&raft::ABOUT)],
    commit: [
        lab_with::<atomic_commit::Commit>(&atomic_commit::TWO_PHASE, atomic_commit::TWO_PHASE_FIXED),
        lab_with::<atomic_commit::Commit>(&atomic_commit::THREE_PHASE, atomic_commit::THREE_PHASE_FIXED),
    ],
    quorum: [lab::<quorum::Quorum>(&quorum::ABOUT)],
    split_brain: [lab::<split_brain::SplitBrain>(&split_brain::ABOUT)],
    gossip: [lab::<gossip::Gossip>(&gossip::ABOUT)],
    clocks: [lab::<logical_clocks::Process>(&logical_clocks::ABOUT)],
}

/// What the catalogue says of every lab.
pub fn cards() -> impl Iterator<Item = &'static Card> {
    MODULES.iter().flat_map(|module| module.cards)
}

/// Every lab that is loaded.
pub fn all() -> Vec<&'static Lab> {
    MODULES.iter().filter_map(|module| module.labs.get()).flatten().collect()
}

/// The lab of this id, if it is loaded.
pub fn find(id: &str) -> Option<&'static Lab> {
    let module = MODULES.iter().find(|module| module.has(id))?;
    module.labs.get()?.iter().find(|lab| lab.about.id == id)
}

/// Loads the lab of this id, if there is one.
///
/// # Errors
/// When it does not come; asking again tries again.
pub async fn load(id: &str) -> Result<(), Unloaded> {
    match MODULES.iter().find(|module| module.has(id)) {
        Some(module) => module.labs.load().await.map(drop),
        None => Ok(()),
    }
}

impl Module {
    fn has(&self, id: &str) -> bool {
        self.cards.iter().any(|card| card.id == id)
    }
}

const fn lab<P: Protocol>(about: &'static About) -> Lab {
    lab_with::<P>(about, &[])
}

/// A lab of a protocol that other labs show with other settings: these are its own, and nobody can change them.
const fn lab_with<P: Protocol>(about: &'static About, fixed: Fixed) -> Lab {
    Lab { about, params: P::Config::params, fixed, build: build::<P> }
}

fn build<P: Protocol>(settings: &[(String, i64)], seed: u64) -> Result<Box<dyn Sim>, SettingError> {
    let (config, network) = configure::<P::Config>(settings)?;
    Ok(Box::new(World::<P>::new(config, network, seed)))
}

/// A configuration with these settings, each checked, and all together.
///
/// # Errors
/// When a name is unknown, a value is out of range, or values exclude each other.
pub fn configure<C: Config>(settings: &[(String, i64)]) -> Result<(C, NetworkConfig), SettingError> {
    let (mut config, mut network) = (C::default(), NetworkConfig::default());
    for (key, value) in settings {
        let param = find_param(C::params(), key)?;
        let value = param.check(*value)?;
        let _ = config.set(key, value) || network.set(key, value);
    }
    match config.conflict().or_else(|| network.conflict()) {
        Some(why) => Err(SettingError::Conflict(why)),
        None => Ok((config, network)),
    }
}

fn find_param(params: &'static [Param], key: &str) -> Result<&'static Param, SettingError> {
    let mut all = params.iter().chain(NetworkConfig::params());
    all.find(|param| param.key == key)
        .ok_or_else(|| unknown(key, params.iter().chain(NetworkConfig::params())))
}

fn unknown(key: &str, params: impl Iterator<Item = &'static Param>) -> SettingError {
    let known = params.map(|param| param.key).collect::<Vec<_>>().join(", ");
    SettingError::Unknown { key: key.to_owned(), known }
}

impl Lab {
    /// Its parameters: the protocol's, then the network's.
    pub fn params(&self) -> impl Iterator<Item = &'static Param> {
        let own = (self.params)().iter().filter(|param| !self.is_fixed(param.key));
        own.chain(NetworkConfig::params())
    }

    /// Whether this lab gives its protocol this setting for good.
    fn is_fixed(&self, key: &str) -> bool {
        self.fixed.iter().any(|(fixed, _)| *fixed == key)
    }

    /// The parameter of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn param(&self, key: &str) -> Result<&'static Param, SettingError> {
        self.params().find(|param| param.key == key).ok_or_else(|| unknown(key, self.params()))
    }

    /// The scene of this id.
    pub fn scene(&self, id: &str) -> Option<&'static Scene> {
        self.about.scenes.iter().find(|scene| scene.id == id)
    }

    /// The challenge of this id.
    pub fn challenge(&self, id: &str) -> Option<&'static Challenge> {
        self.about.challenges.iter().find(|challenge| challenge.id == id)
    }

    /// The scene or challenge of this id: its own id, and its title.
    pub fn titled(&self, id: &str) -> Option<(&'static str, &'static str)> {
        let scene = self.scene(id).map(|scene| (scene.id, scene.title));
        scene.or_else(|| self.challenge(id).map(|challenge| (challenge.id, challenge.title)))
    }

    /// The milestones that its story can mark, in the story's order.
    pub fn milestones(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for name in self.about.story.iter().filter_map(|template| template.milestone) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// A world at time 0.
    ///
    /// # Errors
    /// When the settings cannot be.
    pub fn build(&self, settings: &[(String, i64)], seed: u64) -> Result<Box<dyn Sim>, SettingError> {
        for (key, _) in settings {
            self.param(key)?;
        }
        let fixed = self.fixed.iter().map(|(key, value)| ((*key).to_owned(), *value));
        let settings: Settings = fixed.chain(settings.iter().cloned()).collect();
        (self.build)(&settings, seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labs_of_one_family_are_loaded_together() {
        let family = |module: &'static Module| {
            module.labs.get().into_iter().flatten().filter_map(|lab| lab.about.family).collect::<Vec<_>>()
        };
        for (n, module) in MODULES.iter().enumerate() {
            for other in &MODULES[n + 1..] {
                assert!(
                    family(module).iter().all(|name| !family(other).contains(name)),
                    "{:?}",
                    family(module)
                );
            }
        }
    }

    #[test]
    fn cards_say_what_the_labs_say() {
        assert!(cards().map(|card| card.id).eq(all().into_iter().map(|lab| lab.about.id)));
        for (card, lab) in cards().zip(all()) {
            assert!(
                card.scenes.iter().map(|scene| scene.id).eq(lab.about.scenes.iter().map(|scene| scene.id))
            );
        }
    }
}
