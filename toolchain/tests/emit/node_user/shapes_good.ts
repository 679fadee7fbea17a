// What a user writes in TypeScript against the contract of every shape: free of type errors.
import { bank, codecs, desk, types } from "./contract.js";

export const handler = bank.agent({
  open(options, { run }) {
    const big: bigint = options.big; // a default: always there
    const flag: boolean = options.inner.flag;
    const words: types.Shape | undefined = options.words["any"];
    const none: string | null = options.none;
    if (run.hopsLeft === 0) throw new bank.Overdrawn({ by: big });
    if (flag) return { options: null };
    return { options: { blob: new Uint8Array(2), inner: {} }, place: { options: { none } } };
  },
  look: async (id) => ({ [id.slice(0, 1)]: 5 }),
});

export const other = desk.agent({
  async ask(amount, { peers }) {
    const nested = await peers.bank.open({ big: amount, words: { a: { kind: "square" } } });
    const scores: types.Scores = await peers.bank.look("id");
    return nested.place?.options?.big ?? BigInt(scores["a"] ?? 0);
  },
});

export function area(shape: types.Circle | types.Square): number {
  switch (shape.kind) {
    case "circle":
      return shape.radius ** 2;
    case "square":
      return shape.side ** 2;
  }
}

export function tag(shape: types.Shape): string {
  return shape.kind;
}

export function leaves(tree: types.Tree): number {
  if (tree === null || typeof tree !== "object") return 1;
  const below: types.Tree[] = Array.isArray(tree) ? tree : Object.values(tree);
  return below.reduce<number>((sum, one) => sum + leaves(one), 0);
}

export const pair: types.Pair = ["a", [1n, true]];
export const first: bigint = pair[1][0];
export const mood: types.Mood[] = ["calm", "odd"];
export const size: types.Size[] = [0, 7];
export const zero: types.Zero = 0;
export const given: types.OptionsInit = { count: undefined, shapes: [{ kind: "square" }] };
export const whole: types.Options = codecs.Options.fromJson(types.Options.toJson(given));
export const asGiven: types.OptionsInit = whole;
