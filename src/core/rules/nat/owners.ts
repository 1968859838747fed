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
  #byFlow: Map<number, Bound[]> | undefined;
  #byClient: Map<string, Registration> | undefined;

  constructor(private readonly trace: Trace) {}

  /** Bindings granted over a flow, in the order of their registrations. */
  of(flow: Flow): readonly Bound[] {
    if (!this.#byFlow) {
      this.#byFlow = new Map();
      for (const registration of this.trace.registrations) {
        for (const binding of registration.bindings) {
          const own = this.#byFlow.get(binding.flow.index);
          if (own) own.push({ registration, binding });
          else this.#byFlow.set(binding.flow.index, [{ registration, binding }]);
        }
      }
    }
    return this.#byFlow.get(flow.index) ?? [];
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
