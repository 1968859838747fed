/** Whose an endpoint or a flow is: the registrations that live on it. */
import { type Endpoint, formatEndpoint, sameEndpoint } from "../../model/endpoint.js";
import { type Binding, isValid } from "../../trace/binding.js";
import type { Flow } from "../../trace/flow.js";
import type { Message } from "../../trace/message.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";

export interface Bound {
  readonly registration: Registration;
  readonly binding: Binding;
}

/** Looked up when first asked for, which few traces do. */
export class Owners {
  #byFlow: Map<Flow, Registration[]> | undefined;
  readonly #bounds = new Map<Flow, readonly Bound[]>();
  #byClient: Map<string, Registration> | undefined;

  constructor(private readonly trace: Trace) {}

  /** Bindings granted over a flow, in the order of their registrations. */
  of(flow: Flow): readonly Bound[] {
    const known = this.#bounds.get(flow) ?? this.#boundsOf(flow);
    this.#bounds.set(flow, known);
    return known;
  }

  #boundsOf(flow: Flow): Bound[] {
    this.#byFlow ??= registrationsByFlow(this.trace);
    const bounds: Bound[] = [];
    for (const registration of this.#byFlow.get(flow) ?? []) {
      for (const binding of registration.bindings) if (binding.flow === flow) bounds.push({ registration, binding });
    }
    return bounds;
  }

  /** The binding whose flow a request follows to the device, and that is valid when it is sent. */
  led(request: Message): Bound | undefined {
    const flow = this.trace.flowOf(request);
    if (!flow || !sameEndpoint(request.destination, flow.client)) return undefined;
    return this.of(flow).findLast(({ binding }) => isValid(binding, request.atMicros));
  }

  /** The registration that sends REGISTERs from an endpoint; of several the first. */
  at(client: Endpoint): Registration | undefined {
    if (!this.#byClient) {
      this.#byClient = new Map();
      for (const registration of this.trace.registrations) {
        for (const { client: own } of registration.transactions) {
          const key = formatEndpoint(own);
          if (!this.#byClient.has(key)) this.#byClient.set(key, registration);
        }
      }
    }
    return this.#byClient.get(formatEndpoint(client));
  }
}

/** Who registers over each flow. Their bindings are made for the few flows that are asked about. */
function registrationsByFlow(trace: Trace): Map<Flow, Registration[]> {
  const byFlow = new Map<Flow, Registration[]>();
  for (const registration of trace.registrations) {
    for (const { request } of registration.transactions) {
      const flow = request && trace.flowOf(request);
      if (!flow) continue;
      const own = byFlow.get(flow);
      if (!own) byFlow.set(flow, [registration]);
      else if (own[own.length - 1] !== registration) own.push(registration);
      if (registration.isSteady) break;
    }
  }
  return byFlow;
}
