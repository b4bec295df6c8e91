import { configure, demand, fetchSource, install, prepare } from "../index.js";
import { moduleOf } from "../module.js";
import { normalize } from "../resolve.js";
import { boot } from "./lifecycle.js";

/* global STRATA_CONFIG */

const config = JSON.parse(STRATA_CONFIG);
export const loader = install();

const find = (id) => moduleOf(loader, normalize(loader.config, id));

boot(
  {
    configure: (known) => configure(loader.config, known),
    fetch: (layer) => {
      const sources = layer.ids.map((id) => loader.config.sources[id]);
      return fetchSource(loader, sources.find((source) => source?.url === layer.url) || layer);
    },
    has: (id) => find(id).state !== "new",
    prepare: async (id) => {
      await prepare(loader, [id]);
      const { bare, twice } = find(id);
      if (bare || twice) throw new Error(`the script of "${id}" defines ${bare ? "nothing" : "it twice"}`);
    },
    execute: (id) => demand(loader, [id]),
    forget: loader.require.undef,
  },
  config,
);
