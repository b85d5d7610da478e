import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Observable } from '../services/observable';

/** No element is drawn more often than this because of its services: eyes follow no faster. */
const MIN_INTERVAL_MS = 80;

/** Draws an element anew whenever one of the services it shows has changed. */
export class Watch implements ReactiveController {
  private stops: (() => void)[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private drawnAt = Number.NEGATIVE_INFINITY;

  /** @param find gives nothing until the element was handed its services. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly find: () => readonly Observable[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.begin();
  }

  hostUpdate(): void {
    this.begin();
  }

  hostDisconnected(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private begin(): void {
    if (this.stops.length > 0) return;
    this.stops = this.find().map((service) => service.subscribe(() => this.scheduleDrawing()));
  }

  /** The first change is drawn at once; those that follow closely are drawn together. */
  private scheduleDrawing(): void {
    if (this.timer !== null) return;
    const waitMs = this.drawnAt + MIN_INTERVAL_MS - performance.now();
    if (waitMs <= 0) this.draw();
    else this.timer = setTimeout(() => this.draw(), waitMs);
  }

  private draw(): void {
    this.timer = null;
    this.drawnAt = performance.now();
    this.host.requestUpdate();
  }
}
