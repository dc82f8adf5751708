/** Which part of the world is shown, and how. */
import {
  type ExtendedFeature,
  type GeoProjection,
  geoAzimuthalEqualArea,
  geoCentroid,
  geoDistance,
  geoEqualEarth,
} from "d3-geo";

export type Place = [number, number]; // longitude, latitude

/** The three quarters of the places that lie closest together; all if none lies far out. */
export function core_of(places: Place[]): Place[] {
  if (places.length < 4) return places;
  const inner = [...places]
    .map((place) => ({
      place,
      far: places.map((other) => geoDistance(place, other)).sort((a, b) => a - b)[Math.floor(places.length / 2)],
    }))
    .sort((a, b) => a.far - b.far)[0].place;
  const sorted = [...places].sort((a, b) => geoDistance(inner, a) - geoDistance(inner, b));
  const kept = sorted.slice(0, Math.ceil(0.75 * sorted.length));
  const reach = geoDistance(inner, kept[kept.length - 1]);
  return sorted.filter((place) => geoDistance(inner, place) <= 1.25 * reach);
}

export const is_wide = (places: Place[]): boolean => {
  const middle = geoCentroid({ type: "MultiPoint", coordinates: places });
  return places.some((place) => geoDistance(middle, place) > 1.2);
};

export function world(width: number, height: number): GeoProjection {
  return geoEqualEarth()
    .rotate([-11, 0])
    .fitExtent(
      [
        [4, 4],
        [width - 4, height - 4],
      ],
      { type: "Sphere" },
    );
}

/** A place and those nearest to it. */
export const around = (middle: Place, places: Place[], count = 5): Place[] =>
  [...places].sort((a, b) => geoDistance(middle, a) - geoDistance(middle, b)).slice(0, count);

/** Around these places, true to area; `nearest`: how many pixels a radian may have at most, in parts of the height. */
export function region(places: Place[], width: number, height: number, nearest = 4): GeoProjection {
  const points: ExtendedFeature = {
    type: "Feature",
    properties: {},
    geometry: { type: "MultiPoint", coordinates: places },
  };
  const [longitude, latitude] = geoCentroid(points);
  const room = Math.min(width, height) * 0.13;
  const projection = geoAzimuthalEqualArea().rotate([-longitude, -latitude]).clipAngle(120);
  projection.fitExtent(
    [
      [room, room],
      [width - room, height - room],
    ],
    points,
  );
  const most = Math.min(width, height) * nearest;
  return projection.scale() > most
    ? projection
        .scale(most)
        .translate([width / 2, height / 2])
        .clipExtent([
          [0, 0],
          [width, height],
        ])
    : projection.clipExtent([
        [-40, -40],
        [width + 40, height + 40],
      ]);
}
