//! `netsplit experiment`, as it is called.

use serde_json::Value;
use std::process::{Command, Output};

fn netsplit(words: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_netsplit");
    Command::new(program)
        .arg("experiment")
        .args(words.split(' ').filter(|word| !word.is_empty()))
        .output()
        .expect("it runs")
}

fn json(words: &str) -> Value {
    let output = netsplit(words);
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} should be a number"))
}

#[test]
fn the_published_figures_come_out() {
    let split = json("split-vote --servers 5 --up 4 --latency 10,20 --trials 20000 --seed 7 --json");
    assert_eq!((&split["name"], &split["axis"]), (&"split-vote".into(), &"latency".into()));
    assert_eq!((&split["seed"], &split["trials"]), (&7.into(), &20_000.into()));
    for (point, published) in split["series"].as_array().expect("points").iter().zip([0.052, 0.181]) {
        let (p, low, high) = (number(&point["p"]), number(&point["ci_low"]), number(&point["ci_high"]));
        assert!(low < p && p < high && high - low < 0.012, "{point}");
        assert!((number(&point["published"]["p"]) - published).abs() <= 0.000_5, "{point}");
        let error = (published * (1.0 - published) / 20_000.0_f64).sqrt();
        assert!((p - published).abs() <= 0.000_5 + 3.0 * error, "{point}");
    }

    let wide = "election-time --servers 5 --up 5 --timeout-min 300 --timeout-max 600 --delay-min 30 --delay-max 40 \
        --trials 4000 --json";
    let point = &json(wide)["series"][0];
    let (mean, error) = (number(&point["mean_ms"]), number(&point["mean_error_ms"]));
    assert_eq!((number(&point["published"]["mean_ms"]), &point["failures"]), (429.9, &0.into()));
    assert!((mean / 429.9 - 1.0).abs() <= 0.015 && error < 2.0, "{point}");
    let quantiles = ["p5", "p25", "p75", "p95", "p99", "p100"].map(|at| number(&point["quantiles_ms"][at]));
    assert!(quantiles.is_sorted() && quantiles[1] < number(&point["median_ms"]), "{point}");
}

/// Every table of every experiment: no cell touches the next, and in each column of numbers they end below each other.
#[test]
fn tables_line_up() {
    let listed = json("list --json");
    for id in listed.as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()) {
        let text = String::from_utf8(netsplit(&format!("{id} --trials 3")).stdout).expect("text");
        let tables: Vec<&str> = text.split("\n\n").filter(|part| part.contains("published\n")).collect();
        assert!(!tables.is_empty(), "{text}");
        for table in tables {
            let rows: Vec<Vec<&str>> = table.lines().skip(1).map(cells).collect();
            let ends: Vec<Vec<usize>> = table.lines().skip(1).map(ends).collect();
            let columns = rows[0].len() + 1;
            assert!(rows[1..].iter().all(|row| row.len() == columns), "{table}");
            for column in 1..columns - 1 {
                let end = ends[0][column - 1];
                assert!(ends[1..].iter().all(|row| row[column] == end), "column {column} of\n{table}");
            }
        }
    }
}

/// The cells of a line, which two spaces or more part.
fn cells(line: &str) -> Vec<&str> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

/// Where the cells of a line end, in characters.
fn ends(line: &str) -> Vec<usize> {
    let letters: Vec<char> = line.chars().collect();
    let blank = |place: usize| letters.get(place).is_none_or(|letter| *letter == ' ');
    (0..letters.len())
        .filter(|place| {
            !blank(*place) && blank(place + 1) && (blank(place + 2) || *place + 1 == letters.len())
        })
        .map(|place| place + 1)
        .collect()
}

#[test]
fn threads_change_nothing() {
    let one = json("election-time-lan --trials 150 --jobs 1 --json");
    assert_eq!(one, json("election-time-lan --trials=150 --jobs=3 --json"));
    assert_ne!(one["series"], json("election-time-lan --trials 150 --seed 2 --json")["series"]);
    // Over ten seconds without randomness: no median, and the failures say why.
    let point = &one["series"][0];
    assert_eq!(
        (&point["median_ms"], &point["published"]["median_over_ms"]),
        (&Value::Null, &10_000.0.into())
    );
    assert!(number(&point["failures"]) > 75.0, "{point}");
}

#[test]
fn it_lists_what_there_is() {
    let listed = json("list --json");
    let ids: Vec<&str> =
        listed.as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    for id in ["election-time", "election-time-lan", "split-vote"] {
        assert!(ids.contains(&id), "{id} is not among {ids:?}");
    }
    assert_eq!(json("--json"), listed);
    let text = String::from_utf8(netsplit("").stdout).expect("text");
    for word in ["split-vote", "--timeout-min", "--trials", "--seed", "1 to 31", "150 ms", "Figure 16"] {
        assert!(text.contains(word), "{word} is missing:\n{text}");
    }
    let table = String::from_utf8(netsplit("split-vote --trials 100 --latency 20").stdout).expect("text");
    assert!(table.contains("18.08 %") && table.contains("chapter 9"), "{table}");
}

#[test]
fn what_cannot_be_is_refused_with_the_remedy() {
    for (words, why) in [
        ("warp", "there is no experiment `warp`; there are election-time, election-time-lan, split-vote"),
        (
            "split-vote --warp 9",
            "--warp: there is no parameter `warp`; `split-vote` has servers, up, timeout_min",
        ),
        ("split-vote --latency 120", "--latency: `latency` is 120 %, outside its range 0 to 100 %"),
        ("split-vote --trials", "--trials needs a value behind it"),
        ("split-vote 10", "`10` belongs to no option: parameters are written `--key value`"),
        ("election-time --up 2", "`up` is 2: 2 of 5 servers are no majority"),
        ("election-time --timeout_min 700", "`timeout_min` (700 ms) is above `timeout_max` (320 ms)"),
        ("election-time --jobs 0", "--jobs is `0`, but should be 1 to 256"),
    ] {
        let output = netsplit(words);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{words}: {told}");
        assert!(told.contains(why), "{words}: {told}");
    }
}
