declare module "virtual:atlas" {
  const text: string;
  export default text;
}
declare module "virtual:notices" {
  const text: string;
  export default text;
}
