import { text } from "./text.js";

window.define("text", [], () => text);
