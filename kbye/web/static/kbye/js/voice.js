// Records a voice note into the file field beside it; it leaves the phone only with the form. Without a microphone
// that a page may ask for (plain http, old phones) the buttons stay away and the field does it alone.
import { once } from "./once.js";

once("data-voice", (box) => {
  const field = document.getElementById(box.dataset.voice);
  if (!field || !navigator.mediaDevices?.getUserMedia || !window.MediaRecorder || !window.DataTransfer) return;
  const [start, stop] = [box.querySelector("[data-voice-start]"), box.querySelector("[data-voice-stop]")];
  const [player, said] = [box.querySelector("audio"), box.querySelector("[role=status]")];
  let recorder;
  box.hidden = false;

  start.addEventListener("click", async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      recorder = new MediaRecorder(stream, { audioBitsPerSecond: 48000 });
    } catch {
      said.textContent = box.dataset.voiceNone;
      return;
    }
    const parts = [];
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", () => keep(new Blob(parts, { type: recorder.mimeType })));
    recorder.start();
    say(true, box.dataset.voiceOn);
  });
  stop.addEventListener("click", () => recorder?.stop());

  function keep(blob) {
    for (const track of recorder.stream.getTracks()) track.stop();
    const held = new DataTransfer();
    held.items.add(new File([blob], "voice", { type: blob.type }));
    field.files = held.files;
    if (player.src) URL.revokeObjectURL(player.src);
    player.src = URL.createObjectURL(blob);
    player.hidden = false;
    say(false, box.dataset.voiceDone);
  }

  function say(isOn, words) {
    start.hidden = isOn;
    stop.hidden = !isOn;
    said.textContent = words;
    (isOn ? stop : start).focus();
  }
});
