/** A fact of a box: what it is called, and what it is. */
export interface Fact {
  /** Such as `schedule`, `owner` or `costs`. */
  readonly label: string;
  /** For people. */
  readonly value: string;
}

/** What a box stands for. */
export type BoxKind = 'source' | 'ingestion' | 'raw' | 'silver' | 'gold' | 'consumer' | 'alerts' | 'host';

/** A part of the platform. */
export interface Box {
  /** Unique in its picture, and the same as long as the definitions call it so. */
  readonly id: string;
  /** What it stands for. */
  readonly kind: BoxKind;
  /** Id of the lane that it lies in. */
  readonly lane: string;
  /** Index of its column. */
  readonly column: number;
  /** Its name. */
  readonly title: string;
  /** Further lines, short. */
  readonly lines: readonly string[];
  /** Whether other departments may read it. */
  readonly product?: boolean;
  /** Everything that is known of it. */
  readonly facts: readonly Fact[];
}

/** Something that flows from a box to another. */
export interface Edge {
  /** Id of the box that gives. */
  readonly from: string;
  /** Id of the box that takes. */
  readonly to: string;
  /** What flows, for people who ask. */
  readonly label: string;
}

/** A department, or the platform. */
export interface Lane {
  /** Unique in its picture. */
  readonly id: string;
  /** Its name. */
  readonly title: string;
  /** Which colour it has wherever it is shown: its place among the departments, from 1; 0 for the platform. */
  readonly colour: number;
  /** Where its layers live, and what it costs, as short phrases. */
  readonly notes: readonly string[];
  /** Services: shared ones of the platform, own ones of a dedicated department. */
  readonly hosts: readonly Host[];
}

/** A service that is billed by the hour or should exist once. */
export interface Host {
  /** What it is, such as `Event Hubs`. */
  readonly title: string;
  /** Whether it is reached over private endpoints only. */
  readonly private: boolean;
  /** Everything that is known of it. */
  readonly facts: readonly Fact[];
}

/** The platform of a company, as boxes in columns and lanes. */
export interface Picture {
  /** What is shown. */
  readonly title: string;
  /** Of which environment, and how that is reached. */
  readonly subtitle: string;
  /** Headings, from left to right. */
  readonly columns: readonly string[];
  /** From top to bottom. */
  readonly lanes: readonly Lane[];
  /** In the order of the definitions. */
  readonly boxes: readonly Box[];
  /** In the order of the boxes that they leave. */
  readonly edges: readonly Edge[];
}
