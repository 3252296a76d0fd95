/*
 * The camera, and the codes that it sees. The decoder is plain JavaScript (npm `qr`), fetched when the
 * camera is first asked for: iPhones have no decoder of their own, and our policy allows no WebAssembly.
 */
const SIDE = 720;
const PAUSE_MS = 120;
/* The same code stays in view for seconds: it is one scan. */
const SAME_MS = 5000;

const REFUSALS = {
  NotAllowedError: "Le navigateur refuse la caméra. Vous pouvez l’autoriser dans ses réglages, pour ce site.",
  NotFoundError: "Cet appareil n’a pas de caméra.",
  NotReadableError: "La caméra est prise par une autre application. Fermez-la, puis réessayez.",
};
const UNKNOWN = "La caméra ne démarre pas.";

/* The text of the code in a picture (`ImageData`), or null. */
export const decode = async (picture) => {
  const { decodeQR } = await import("../../qr/decode.js");
  try {
    return decodeQR(picture);
  } catch {
    return null;
  }
};

/* The square in the middle of the video, small enough for an old phone. */
const pictureOf = (video, canvas) => {
  const { videoWidth: width, videoHeight: height } = video;
  const side = Math.min(width, height);
  if (!side) return null;
  canvas.width = canvas.height = Math.min(side, SIDE);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
};

export const makeCamera = (video, { seen, refused, stopped }) => {
  const canvas = document.createElement("canvas");
  let stream = null;
  let starting = false;
  let last = { text: "", time: 0 };

  const stop = () => {
    if (!stream) return;
    for (const track of stream.getTracks()) track.stop();
    stream = null;
    video.srcObject = null;
    stopped();
  };

  const look = async () => {
    if (!stream) return;
    const picture = pictureOf(video, canvas);
    const text = picture && (await decode(picture));
    const now = Date.now();
    if (text) {
      const isSame = text === last.text && now - last.time < SAME_MS;
      last = { text, time: now };
      if (!isSame) seen(text);
    }
    setTimeout(look, PAUSE_MS);
  };

  const start = async () => {
    if (stream || starting) return;
    starting = true;
    try {
      if (!navigator.mediaDevices) throw new Error(UNKNOWN);
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      for (const track of stream.getTracks()) track.addEventListener("ended", stop);
      video.srcObject = stream;
      await video.play();
      look();
    } catch (error) {
      stop();
      refused(REFUSALS[error.name] ?? UNKNOWN);
    } finally {
      starting = false;
    }
  };

  /* A telephone in a pocket films nothing. */
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop();
  });

  return { start, stop };
};
