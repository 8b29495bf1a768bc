/** The outputs of a createUiDefinition, and which of them carry a control's value. */
import {
  get,
  members,
  shown,
  written,
  type JsonMember,
  type JsonNode,
  type JsonObject,
} from '../json/node.ts';

/** The definition's outputs; their names are those of the template's parameters. */
export function outputs(ui: JsonNode): readonly JsonMember[] {
  return members(get(ui, 'parameters', 'outputs'));
}

/** An output's value as text to search in: a string itself, anything else as JSON. */
export function outputText({ value }: JsonMember): string {
  return value.kind === 'string' ? value.value : written(value);
}

/** A parameter of the main template, without regard to case. */
export function mainParameter(main: JsonObject | undefined, name: string): JsonNode | undefined {
  return get(main, 'parameters', name);
}

/**
 * The step that a control belongs to, by the objects around the control, nearest first; undefined for a control
 * among the basics.
 */
export function stepOf(ui: JsonNode, around: readonly JsonObject[]): string | undefined {
  const steps = get(ui, 'parameters', 'steps');
  const items: readonly JsonNode[] = steps?.kind === 'array' ? steps.items : [];
  const step = around.find((object) => items.includes(object));
  return step === undefined ? undefined : shown(get(step, 'name'));
}
