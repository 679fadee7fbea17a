// What a user must not be able to write: each line below a directive has to be a type error.
import { bank, types } from "./contract.js";

// @ts-expect-error an int64 is a bigint
export const big: types.Big = 5;
// @ts-expect-error base64 is bytes, not text
export const blob: types.Blob = "aGk=";
// @ts-expect-error a tuple has its length
export const pair: types.Pair = ["a", [1n]];
// @ts-expect-error and its order
export const turned: types.Pair = [[1n, true], "a"];
// @ts-expect-error a name of a map may be absent
export const score: number = types.Scores.fromJson("{}")["a"];
// @ts-expect-error what a reader gives has every default
export const options: types.Options = { big: 1n };
// @ts-expect-error a required member has no default
export const nested: types.NestedInit = {};
// @ts-expect-error no member of the union
export const circle: types.Circle | types.Square = { kind: "oval" };
// @ts-expect-error a constant
export const zero: types.Zero = 1;
// @ts-expect-error an open enum of strings takes no number
export const mood: types.Mood = 1;
// @ts-expect-error a member without default is required of the error's record
export const error = new bank.Overdrawn({ fee: 1n });

export function radius(shape: types.Circle | types.Square): number {
  // @ts-expect-error not before the tag was looked at
  return shape.radius;
}
