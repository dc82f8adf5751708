// The map of the world that the page carries: Natural Earth 1:50 million (public domain) from npm's world-atlas, made
// smaller, keyed by ISO 3166-1 alpha-3, with borders by the line of the United Nations where Natural Earth draws
// who holds the ground.
import { createRequire } from "node:module";
import { merge, mergeArcs, quantize } from "topojson-client";
import { presimplify, quantile, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);

/** Shapes without an ISO number of their own: code, or into whom they go. */
const without_number = {
  Kosovo: { code: "XKX" }, // no ISO code; XKX is what is customary
  "N. Cyprus": { into: "CYP" },
  Somaliland: { into: "SOM" },
  "Siachen Glacier": { code: "" },
  "Indian Ocean Ter.": { into: "AUS" },
};

/** Names in full where the atlas shortens them. */
const full_names = {
  BIH: "Bosnia and Herzegovina",
  CAF: "Central African Republic",
  COD: "DR Congo",
  COG: "Congo",
  CZE: "Czechia",
  DOM: "Dominican Republic",
  ESH: "Western Sahara",
  GNQ: "Equatorial Guinea",
  MKD: "North Macedonia",
  SSD: "South Sudan",
  SWZ: "Eswatini",
  USA: "United States",
  SLB: "Solomon Islands",
  ATG: "Antigua and Barbuda",
  KNA: "Saint Kitts and Nevis",
  VCT: "Saint Vincent and the Grenadines",
  STP: "São Tomé and Príncipe",
  MHL: "Marshall Islands",
  CPV: "Cabo Verde",
  CYP: "Cyprus",
  TLS: "Timor-Leste",
  FSM: "Micronesia",
  LAO: "Laos",
  VAT: "Holy See",
  PSE: "Palestine",
};

/** The polygon of `russia` that is Crimea: the only one that lies wholly within this box. */
function crimea_of(topology, russia) {
  const inside = russia.arcs.filter((polygon) => {
    const ring = merge(topology, [{ type: "Polygon", arcs: polygon }]).coordinates.flat(2);
    return ring.every(([x, y]) => x > 32 && x < 37 && y > 44 && y < 46.5);
  });
  if (inside.length !== 1) throw new Error(`the atlas has ${inside.length} polygons where Crimea is expected`);
  return inside[0];
}

export function make_atlas() {
  const source = structuredClone(require("world-atlas/countries-50m.json"));
  const codes = new Map(require("i18n-iso-countries/codes.json").map(([, alpha3, number]) => [number, alpha3]));
  const parts = new Map();
  const add = (code, name, geometry) =>
    parts.set(code, { name: parts.get(code)?.name ?? name, list: [...(parts.get(code)?.list ?? []), geometry] });
  for (const geometry of source.objects.countries.geometries) {
    const { name } = geometry.properties;
    const rule = geometry.id ? { code: codes.get(geometry.id) } : without_number[name];
    if (!rule || (rule.code === undefined && !rule.into)) throw new Error(`who is ${name} (${geometry.id})?`);
    if (name === "Russia") {
      const crimea = crimea_of(source, geometry);
      geometry.arcs = geometry.arcs.filter((polygon) => polygon !== crimea);
      add("UKR", "Ukraine", { type: "Polygon", arcs: crimea });
    }
    add(rule.into ?? rule.code, name, geometry);
  }
  // Names belong to the one who takes in, not to what is taken in.
  for (const geometry of source.objects.countries.geometries)
    if (geometry.id && parts.get(codes.get(geometry.id)) && !geometry.properties.name.startsWith("Ashmore"))
      parts.get(codes.get(geometry.id)).name = geometry.properties.name;
  const geometries = [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { name, list }]) => ({
      ...(list.length > 1 ? mergeArcs(source, list) : { type: list[0].type, arcs: list[0].arcs }),
      id: code,
      properties: { name: full_names[code] ?? name },
    }));
  const topology = {
    type: "Topology",
    arcs: source.arcs,
    transform: source.transform,
    objects: { states: { type: "GeometryCollection", geometries } },
  };
  const simple = presimplify(topology);
  const small = quantize(simplify(simple, quantile(simple, 0.22)), 1e4);
  delete small.bbox;
  return small;
}
