//! The registry: everything that can be opened. A lab is one line here.

use crate::kit::{About, Challenge, Scene};
use crate::protocols::{gossip, raft};
use crate::sim::{Config, NetworkConfig, Param, Protocol, SettingError, Sim, World};

/// Settings by name, as stored values; a name that is not there has the lab's own value.
pub type Settings = Vec<(String, i64)>;

/// Makes a world at time 0 of settings and a seed.
type Build = fn(&[(String, i64)], u64) -> Result<Box<dyn Sim>, SettingError>;

/// A lab: a protocol with its scenarios and words.
pub struct Lab {
    /// What it says of itself.
    pub about: &'static About,
    params: fn() -> &'static [Param],
    build: Build,
}

/// Every lab, in the catalogue's order.
pub static LABS: &[Lab] = &[lab::<raft::Raft>(&raft::ABOUT), lab::<gossip::Gossip>(&gossip::ABOUT)];

/// The lab of this id.
pub fn find(id: &str) -> Option<&'static Lab> {
    LABS.iter().find(|lab| lab.about.id == id)
}

const fn lab<P: Protocol>(about: &'static About) -> Lab {
    Lab { about, params: P::Config::params, build: build::<P> }
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
    let all = || params.iter().chain(NetworkConfig::params());
    all().find(|param| param.key == key).ok_or_else(|| SettingError::Unknown {
        key: key.to_owned(),
        known: all().map(|param| param.key).collect::<Vec<_>>().join(", "),
    })
}

impl Lab {
    /// Its parameters: the protocol's, then the network's.
    pub fn params(&self) -> impl Iterator<Item = &'static Param> {
        (self.params)().iter().chain(NetworkConfig::params())
    }

    /// The parameter of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn param(&self, key: &str) -> Result<&'static Param, SettingError> {
        find_param((self.params)(), key)
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
        (self.build)(settings, seed)
    }
}
