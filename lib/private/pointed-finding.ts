import { Finding } from '../model/finding';

/** A finding about one place of an object. */
export interface PointedFinding extends Finding {
  readonly pointer?: string;
}
