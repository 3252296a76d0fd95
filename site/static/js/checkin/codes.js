/*
 * What a code says, and what is kept of it. A printed code reads `DECLIC:<session>:<code>`; a person
 * types the last part alone, with or without spaces and dashes.
 */
const PRINTED = /^DECLIC:(\d{1,18}):([\w-]{4,64})$/i;

/* `{session, code}`, the session being null when it was typed; null for what is no code of ours. */
export const readCode = (text) => {
  const found = PRINTED.exec(text.trim());
  return found && { session: Number(found[1]), code: found[2] };
};

/* What the server keeps of a code that was typed. */
export const typedCode = (text) => text.replace(/[\s-]/g, "").toUpperCase();

/* The same on the server: `portal/recruitment/codes.py`. */
export const hashOf = async (salt, code) => {
  const bytes = new TextEncoder().encode(salt + code);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

export const nonce = () => crypto.randomUUID();

/* Letters as they are compared: without accents nor case, the rest as spaces. */
export const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
