/** What tests use of it. */
declare module 'fengari' {
  /** A state of the Lua machine. */
  type State = object;
  export const lua: {
    readonly LUA_OK: number;
    lua_pop(state: State, count: number): void;
    lua_tojsstring(state: State, index: number): string | null;
    lua_getfield(state: State, index: number, name: Uint8Array): number;
    lua_pcall(state: State, args: number, results: number, handler: number): number;
    lua_pushnil(state: State): void;
    lua_setglobal(state: State, name: Uint8Array): void;
  };
  export const lauxlib: {
    luaL_newstate(): State;
    luaL_requiref(state: State, name: Uint8Array, open: unknown, global: number): void;
    luaL_loadstring(state: State, program: Uint8Array): number;
  };
  export const lualib: { readonly luaopen_base: unknown; readonly luaopen_table: unknown };
  export function to_luastring(text: string): Uint8Array;
}
