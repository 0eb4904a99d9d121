// Which language is spoken, and what scripts say in it before the module is there, or without it. Everything else that
// is said is in the catalogues (docs/translating.md); tests/messages.rs holds this table to them.

const WORDS = {
  de: {
    "Loading…": "Wird geladen …",
    "Loading Netsplit…": "Netsplit wird geladen …",
    "Netsplit could not start. Reload the page; if that does not help, your connection or a browser extension may block a file it needs.":
      "Netsplit konnte nicht starten. Lade die Seite neu; hilft das nicht, blockiert vielleicht deine Verbindung oder eine Browser-Erweiterung eine Datei, die es braucht.",
    "Netsplit could not start: this browser has no WebAssembly. Any current Firefox, Chrome, Edge or Safari has.":
      "Netsplit konnte nicht starten: Dieser Browser hat kein WebAssembly. Jeder aktuelle Firefox, Chrome, Edge oder Safari hat es.",
    "A new version is ready.": "Eine neue Version ist da.",
    "Close the other tabs of Netsplit first, or use it next time.":
      "Schließe zuerst die anderen Tabs von Netsplit, oder nutze sie beim nächsten Mal.",
    Reload: "Neu laden",
    Later: "Später",
    "Open Netsplit": "Netsplit öffnen",
    "Something in Netsplit broke. That is our mistake. Reload the page to go on.":
      "In Netsplit ist etwas kaputtgegangen. Das ist unser Fehler. Lade die Seite neu, um weiterzumachen.",
  },
};

// Under this name the reader's choice is kept (src/ui/language.rs).
const CHOSEN = "netsplit.language";

// The code of the first language of these tags (`de-AT`) that there is.
export function best(tags) {
  const codes = tags.filter(Boolean).map((tag) => tag.toLowerCase().split("-")[0]);
  return codes.find((code) => code === "en" || Object.hasOwn(WORDS, code)) ?? "en";
}

// The language of a page of ours: what its address asks for (`?lang=de`), what the reader chose, what the browser prefers.
export function wanted() {
  const asked = new URLSearchParams(location.search).get("lang");
  return best([asked, chosen(), ...navigator.languages]);
}

// A sandboxed page may not even ask.
function chosen() {
  try { return localStorage.getItem(CHOSEN); } catch { return null; }
}

// A text in a language.
export function say(text, language) {
  return WORDS[language]?.[text] ?? text;
}
