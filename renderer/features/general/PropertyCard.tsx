import type { ReactNode } from 'react';
import { propertiesText } from '#shared/text/properties-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { type Property, PropertyGrid } from '#renderer/ui/PropertyGrid.tsx';
import { copyText } from './copy-text.ts';

export interface PropertyCardProps {
  readonly title: string;
  readonly properties: readonly Property[];
  readonly mark?: ReactNode;
  readonly isLastKnown?: boolean;
  readonly children?: ReactNode;
}

/** A card of labels and values that can be copied. */
export function PropertyCard({ title, properties, mark, isLastKnown = false, children }: PropertyCardProps) {
  return (
    <Card title={title} mark={mark} isLastKnown={isLastKnown}>
      <PropertyGrid properties={properties} copyLabel={propertiesText.copy} onCopy={({ label, copy }) => copyText(copy, label)} />
      {children}
    </Card>
  );
}
