/** The shapes of states by ISO 3166-1 alpha-3 code. */
import type { ExtendedFeature } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import text from "virtual:atlas";

export type State = ExtendedFeature & { id?: string; properties: { name: string } };

let shapes: State[] | undefined;
export function atlas(): State[] {
  if (!shapes) {
    const topology = JSON.parse(text) as Topology<{ states: GeometryCollection<{ name: string }> }>;
    shapes = feature(topology, topology.objects.states).features as unknown as State[];
    shapes.push({
      type: "Feature",
      id: "TUV",
      properties: { name: "Tuvalu" },
      geometry: { type: "Point", coordinates: [179.2, -8.52] },
    }); // too small for this atlas
  }
  return shapes;
}

let by_code: Map<string, State> | undefined;
export function state_of(code: string): State | undefined {
  by_code ??= new Map(
    atlas()
      .filter((state) => state.id)
      .map((state) => [state.id!, state]),
  );
  return by_code.get(code);
}
