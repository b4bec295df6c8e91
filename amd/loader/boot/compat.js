// In this order: the page's configuration stands where the loader then is, and
// keys of the configuration have to be known when the first is read.
import "../compat/left.js";
import "../compat/keys.js";
import { loader } from "./own.js";
import { extend } from "../compat/index.js";

extend(loader);
