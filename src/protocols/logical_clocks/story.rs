//! The story: what happens to clocks and carts, in plain sentences.

crate::story! {
    all STORY;
    LOCAL "clocks.local" "{0}: {1} does something by itself. Its clock is now {2}.";
    SENDS "clocks.sends" "{0}: {1} sends a message to {2}, with the timestamp {3}.";
    RECEIVES "clocks.receives" "{0}: {1} receives a message from {2} with the timestamp {3}. Its clock is now {4}.";
    PUTS "clocks.puts" "{0}: a client puts {1} into the cart at {2}, which now holds: {3}.";
    TAKES "clocks.takes" "{0}: a client takes {1} out of the cart at {2}, which now holds: {3}.";
    PUTS_MERGING "clocks.puts-merging" "{0}: a client puts {1} into the cart at {2}. It has seen the {3} siblings, so they merge into one version: {4}." => "siblings merged";
    TAKES_MERGING "clocks.takes-merging" "{0}: a client takes {1} out of the cart at {2}. It has seen the {3} siblings, so they merge into one version: {4}." => "siblings merged";
    NEW_CART "clocks.new-cart" "{0} takes over the newer cart: {1}.";
    SIBLINGS "clocks.siblings" "Neither cart that {0} knows has taken in the other: it keeps both as siblings, {1}." => "siblings";
    ORDERED_YET_CONCURRENT "clocks.ordered-yet-concurrent" "C({0}) = {1} is less than C({2}) = {3}, and yet {0} did not happen before {2}: they are concurrent." => "ordered, yet concurrent";
}

// What is said of a violated property.
crate::story! {
    NOT_INCREASING "clocks.not-increasing" "{0} happened before {1}, but C({0}) = {2} is not less than C({1}) = {3}.";
    VECTOR_MISSES "clocks.vector-misses" "{0} happened before {1}, but V({0}) = {2} is not less than V({1}) = {3}.";
    VECTOR_INVENTS "clocks.vector-invents" "{0} did not happen before {1}, but V({0}) = {2} is less than V({1}) = {3}.";
    WRITE_LOST "clocks.write-lost" "{0} has heard of what {1} wrote ({2}), but no version of the cart that it keeps has taken it in: {3}.";
}
