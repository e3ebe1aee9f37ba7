// Where a learning platform plays a scenario: finds its SCORM 1.2 API and keeps the learner's place and result there.
// Each answer is written and committed before the next scene is drawn. Without a platform there is nothing here.

const lms = (() => {
  const climb = (from) => {
    try {
      for (let at = from, most = 0; at && most < 12; most += 1) {
        if (at.API) return at.API;
        if (at.parent === at) return null;
        at = at.parent;
      }
    } catch { /* a window of another site: not our platform */ }
    return null;
  };
  const api = climb(window) || (window.opener && climb(window.opener));
  if (!api || String(api.LMSInitialize("")) !== "true") return null;
  const opened = Date.now();
  const get = (name) => String(api.LMSGetValue(name) || "");
  const put = (name, value) => String(api.LMSSetValue(name, String(value))) === "true";
  let finished = false;
  let status = get("cmi.core.lesson_status");
  if (!status || status === "not attempted") {
    status = "incomplete";
    put("cmi.core.lesson_status", status);
  }
  /** Time since opening, as SCORM 1.2 writes it: HHHH:MM:SS. */
  const spent = () => {
    const seconds = Math.floor((Date.now() - opened) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };
  const leave = () => {
    if (finished) return;
    finished = true;
    put("cmi.core.session_time", spent());
    put("cmi.core.exit", status === "completed" ? "" : "suspend");
    api.LMSCommit("");
    api.LMSFinish("");
  };
  addEventListener("pagehide", leave);
  return {
    read: (key) => (get("cmi.suspend_data").startsWith(key + " ") ? get("cmi.suspend_data").slice(key.length + 1) : ""),
    write: (key, text) => put("cmi.suspend_data", `${key} ${text}`),
    /** Tell the platform how it stands: `made` is a first answer just given, `result` stands at the end only. */
    note: ({ beat, made, result }) => {
      put("cmi.core.lesson_location", beat);
      if (made) {
        const at = `cmi.interactions.${get("cmi.interactions._count") || 0}`;
        put(`${at}.id`, made.beat);
        put(`${at}.type`, "choice");
        put(`${at}.student_response`, made.letter);
        put(`${at}.result`, made.good ? "correct" : "wrong");
      }
      if (result) {
        put("cmi.core.score.min", 0);
        put("cmi.core.score.max", result.of);
        put("cmi.core.score.raw", result.good);
        status = "completed";
        put("cmi.core.lesson_status", status);
      }
      api.LMSCommit("");
    },
  };
})();
