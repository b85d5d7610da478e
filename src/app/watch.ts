import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Observable } from '../services/observable';

/** Draws an element anew whenever one of the services it shows has changed. */
export class Watch implements ReactiveController {
  private stops: (() => void)[] = [];

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
  }

  private begin(): void {
    if (this.stops.length > 0) return;
    this.stops = this.find().map((service) => service.subscribe(() => this.host.requestUpdate()));
  }
}
