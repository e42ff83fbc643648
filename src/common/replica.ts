/** This process among the replicas: the name under which it holds leases. A restart makes a new one. */
export class Replica {
  constructor(readonly id: string) {}
}
