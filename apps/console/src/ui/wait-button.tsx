// A button that shows that it waits for an answer, and keeps its name meanwhile.
import { Button, type ButtonProps } from 'antd';

/** antd leaves the turning wheel in the name of the button, and on a busy machine for good; the label does not change. */
export const WaitButton = ({ children, ...props }: ButtonProps & { children: string }) => <Button {...props} aria-label={children} aria-busy={Boolean(props.loading)}>{children}</Button>;
