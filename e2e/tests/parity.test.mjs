// The same run natively and in the browser: 20 scenarios with every kind of fault, each opened by its link.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, pageTest } from "../lib.mjs";
import { alert, eventually, go, seek, state } from "../lab.mjs";
import { native } from "../native.mjs";

const RUNS = 20;
const UNTIL = 6_000;

// Numbers below `below`, the same ones every time.
function dice(seed) {
  let state = BigInt(seed) * 0x9e3779b97f4a7c15n;
  return (below) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number((state >> 33n) % BigInt(below));
  };
}

// A scenario file with faults of every kind.
function scenario(number) {
  const roll = dice(number + 1);
  const servers = [3, 5, 5, 7, 9][number % 5];
  const config = {
    servers: String(servers),
    rate: String(5 + roll(20)),
    loss: String(roll(6)),
    duplicate: String(roll(6)),
    delay_max: String(20 + roll(30)),
    ...(number % 3 === 0 && { prevote: "on" }),
    ...(number % 4 === 0 && { noop: "off" }),
    ...(number % 7 === 0 && { commit_own_term: "off", vote_log_check: "off" }),
  };
  const one = () => `n${1 + roll(servers)}`;
  const sides = () => {
    const all = [...Array.from({ length: servers }, (_, i) => `n${i + 1}`), "c1", "c2"];
    const left = all.filter(() => roll(2) === 0);
    const [a, b] = [left, all.filter((name) => !left.includes(name))];
    return a.length > 0 && b.length > 0 ? `${a.join(" ")} | ${b.join(" ")}` : `n1 | ${all.slice(1).join(" ")}`;
  };
  const deeds = [
    () => `kill ${one()}`,
    () => `restart ${one()}`,
    () => `pause ${one()}`,
    () => `resume ${one()}`,
    () => `cut ${sides()}`,
    () => `cut-one-way ${sides()}`,
    () => "heal",
    () => `skew ${one()} offset=${roll(40)} drift=${roll(100_000)}`,
    () => `c${1 + roll(2)} write to=${one()} key=k${roll(3)} value=${roll(100)}`,
    () => `c${1 + roll(2)} read to=${one()} key=k${roll(3)}`,
    () => `${one()} timeout-now`,
    () => `set loss ${roll(20)}.5`,
    () => `slow from=${one()} min=5 max=${40 + roll(60)}`,
  ];
  const inputs = Array.from({ length: 24 }, () => ({ at_ms: roll(UNTIL * 1_000) / 1_000, do: deeds[roll(deeds.length)]() }));
  inputs.sort((a, b) => a.at_ms - b.at_ms);
  return { version: 1, lab: "raft", config, seed: 1_000 + number, inputs, show: { at_ms: UNTIL } };
}

pageTest(`${RUNS} runs with faults have the same digest natively and in the browser`, {}, async ({ page, url }) => {
  const folder = mkdtempSync(join(tmpdir(), "netsplit-parity-"));
  const digests = new Set();
  try {
    for (let number = 0; number < RUNS; number += 1) {
      const file = join(folder, `${number}.json`);
      writeFileSync(file, JSON.stringify(scenario(number)));
      const run = native("run", "raft", "--scenario", file, "--until", `${UNTIL}ms`);
      assert.equal(run.time_ms, UNTIL);
      await go(page, url(run.link));
      await eventually(`run ${number} is open`, async () => (await state(page)).seed === String(1_000 + number));
      const here = await state(page);
      assert.deepEqual([here.time, here.events, here.digest], [UNTIL, run.events, run.digest], `run ${number}: ${JSON.stringify(scenario(number))}`);
      assert.equal(await alert(page).count(), 0);
      // Back and forth again, from a snapshot of the browser's own.
      if (number % 5 === 0) {
        await seek(page, UNTIL / 3);
        assert.equal((await seek(page, UNTIL)).digest, run.digest);
      }
      digests.add(run.digest);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  assert.equal(digests.size, RUNS);
});
