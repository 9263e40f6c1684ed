/** One address in front of several processes, as a load balancer is in front of several machines. */
export interface Balancer {
  readonly url: string;
  /** Calls go to this port of the loopback address, too. */
  add(port: number): void;
  /** No new call goes there. */
  remove(port: number): void;
  /** The port that has the most to do now; null if none has anything. */
  busiest(): number | null;
  close(): Promise<void>;
}
