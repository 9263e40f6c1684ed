export { exitCodes } from "./outcome/exit-codes.ts";
