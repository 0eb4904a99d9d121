import { useCallback, useState } from "react";
import { createRoot } from "react-dom/client";
import type { NetsplitLab, NetsplitStory } from "../../../static/netsplit.js";
import { Lab } from "./Lab";

function Page() {
  const [servers, setServers] = useState(5);
  const [lab, setLab] = useState<NetsplitLab>();
  const [stories, setStories] = useState<NetsplitStory[]>([]);
  const hear = useCallback((story: NetsplitStory) => setStories((before) => [story, ...before].slice(0, 5)), []);
  return (
    <>
      <h1>Who leads?</h1>
      <p>
        <label>
          Servers: <input type="number" min={1} max={9} value={servers} onChange={(event) => setServers(event.target.valueAsNumber || 5)} />
        </label>{" "}
        <button disabled={!lab} onClick={() => lab?.input("kill leader").catch(() => {})}>
          Kill the leader
        </button>
      </p>
      <Lab lab="raft" seed={7} servers={servers} onStory={hear} onReady={setLab} />
      <h2>What happened last</h2>
      <ul>
        {stories.map((story) => (
          <li key={`${story.time} ${story.text}`}>
            {story.time.toFixed(0)} ms: {story.text}
          </li>
        ))}
      </ul>
    </>
  );
}

createRoot(document.getElementById("root")!).render(<Page />);
