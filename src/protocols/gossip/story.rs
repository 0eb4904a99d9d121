//! The story: what happens to an update, in plain sentences.

crate::story! {
    all STORY;
    STARTS "gossip.starts" "{0} learns something new, at {1}: an update begins to spread." => "update started";
    HEARS "gossip.hears" "{0} hears of it from {1} and is infective from the next cycle on.";
    FINDS "gossip.finds" "{0} compares with {1} and takes over the update that {2} made.";
    AGAIN "gossip.again" "{0} had lost interest, hears of it again from {1}, and takes it up again.";
    LOSES_INTEREST "gossip.loses-interest" "{0} told only nodes that knew already: it loses interest and is removed.";
    SAID_ENOUGH "gossip.said-enough" "{0} has said it often enough, whoever knew it: it loses interest and is removed.";
    ALL_KNOW "gossip.all-know" "Everybody who runs knows: {0} nodes, {1} cycles after the update began." => "everybody knows";
    DIES_OUT "gossip.dies-out" "Nobody spreads the rumour any more, {0} cycles after it began. {1} of {2} nodes have not heard of it: a residue of {3} %." => "rumour died out";
    OLDER "gossip.older" "{0} has replaced the update that {1} made at {2} by an older one, made at {3}." => "newer update lost";
    TAKES_UP "gossip.takes-up" "{0} was removed and spreads the same update again.";
}
